package io.shardrouter.migrator.internal.move;

import com.google.common.hash.Hashing;
import java.security.SecureRandom;

/**
 * The secret of a move. The target knows its hash from the beginning; the decision reveals it. So
 * whoever has it proves that the move was decided. {@code toString} shows nothing.
 */
final class Nonce {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  private final byte[] bytes;

  private Nonce(byte[] bytes) {
    this.bytes = bytes;
  }

  static Nonce random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Nonce(bytes);
  }

  static Nonce of(byte[] bytes) {
    return new Nonce(bytes.clone());
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** SHA-256, as the target checks it. */
  byte[] hash() {
    return Hashing.sha256().hashBytes(bytes).asBytes();
  }
}
