package io.shardrouter.strategy;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * The first four bytes of the MD5 of the key's UTF-8 bytes, as an unsigned big-endian integer,
 * modulo the number of slots: {@code parseInt(md5(key).hex.substring(0, 8), 16) % slots}.
 */
public final class Md5Strategy implements ShardingStrategy {
  /** The strategy; it has no settings. */
  public Md5Strategy() {}

  private static final ThreadLocal<Digest> DIGEST = ThreadLocal.withInitial(Digest::new);

  @Override
  public int slot(String key, int slots) {
    return (int) (hash(key) % slots);
  }

  /** The hash itself, from 0 to 2³²−1. */
  public static long hash(String key) {
    return DIGEST.get().first32(key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<String> slotExpression(String key, int slots) {
    return Optional.of(
        "((('x' || substr(md5("
            + key
            + "), 1, 8))::bit(32)::bigint & 4294967295) % "
            + slots
            + ")"
            + "::integer");
  }

  /** A digest and its result, kept by a thread: making them costs more than hashing. */
  private static final class Digest {
    private final MessageDigest md5;
    private final byte[] result = new byte[16];

    Digest() {
      try {
        md5 = MessageDigest.getInstance("MD5");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has MD5", e);
      }
    }

    long first32(byte[] bytes) {
      md5.update(bytes);
      try {
        md5.digest(result, 0, result.length);
      } catch (DigestException e) {
        throw new IllegalStateException("MD5 gives 16 bytes", e);
      }
      return (result[0] & 0xFFL) << 24
          | (result[1] & 0xFFL) << 16
          | (result[2] & 0xFFL) << 8
          | (result[3] & 0xFFL);
    }
  }
}
