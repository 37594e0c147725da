package io.shardrouter.benchmarks.measure;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first four bytes of an MD5, modulo; it keeps the digest and its result, as somebody would who
 * counts every byte. For one thread.
 */
public final class Modulo {
  private final MessageDigest md5;
  private final byte[] hash = new byte[16];

  /** Of its own. */
  public Modulo() {
    try {
      this.md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Which of so many shards has the rows of {@code id}. */
  public int shard(String id, int shards) {
    md5.update(id.getBytes(StandardCharsets.UTF_8));
    try {
      md5.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    long first =
        ((hash[0] & 0xFFL) << 24)
            | ((hash[1] & 0xFFL) << 16)
            | ((hash[2] & 0xFFL) << 8)
            | (hash[3] & 0xFFL);
    return (int) (first % shards);
  }
}
