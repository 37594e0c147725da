package io.shardrouter.strategy;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * MD5 of text in UTF-8 without allocating: characters are encoded into one buffer, which is fed to
 * one digest. Not thread-safe; there is one for each thread.
 */
final class Utf8Md5 {
  private static final int BUFFER = 256;

  /** A character needs at most this many bytes. */
  private static final int LONGEST = 4;

  private final MessageDigest digest;
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] hash = new byte[16];

  Utf8Md5() {
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "This JVM has no MD5, which every Java platform must have; is it in FIPS mode?", e);
    }
  }

  /**
   * The first four bytes, big-endian; read them as an unsigned number.
   *
   * @throws IllegalArgumentException when a surrogate is unpaired: such text has no UTF-8
   */
  int firstFourBytes(String text) {
    digest.reset();
    int filled = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (filled > BUFFER - LONGEST) {
        digest.update(buffer, 0, filled);
        filled = 0;
      }
      char c = text.charAt(i);
      if (c < 0x80) {
        buffer[filled++] = (byte) c;
      } else if (Character.isSurrogate(c)) {
        filled = encode(pairAt(text, i++), filled);
      } else {
        filled = encode(c, filled);
      }
    }
    digest.update(buffer, 0, filled);
    try {
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("MD5 did not fit its 16 bytes", e);
    }
    return ((hash[0] & 0xFF) << 24)
        | ((hash[1] & 0xFF) << 16)
        | ((hash[2] & 0xFF) << 8)
        | (hash[3] & 0xFF);
  }

  private int encode(int codePoint, int at) {
    int filled = at;
    if (codePoint < 0x800) {
      buffer[filled++] = (byte) (0xC0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        buffer[filled++] = (byte) (0xE0 | (codePoint >> 12));
      } else {
        buffer[filled++] = (byte) (0xF0 | (codePoint >> 18));
        buffer[filled++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
      }
      buffer[filled++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    }
    buffer[filled++] = (byte) (0x80 | (codePoint & 0x3F));
    return filled;
  }

  private static int pairAt(String text, int at) {
    int codePoint = text.codePointAt(at);
    if (!Character.isSupplementaryCodePoint(codePoint)) {
      throw new IllegalArgumentException("The key has an unpaired surrogate, so it has no UTF-8");
    }
    return codePoint;
  }
}
