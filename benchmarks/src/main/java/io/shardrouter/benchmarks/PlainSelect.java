package io.shardrouter.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Hand-written sharding: a pool for each shard, and the first four bytes of an MD5 modulo. */
final class PlainSelect implements PointSelect {
  private final List<HikariDataSource> pools;
  private final MessageDigest md5;
  private final byte[] hash = new byte[16];

  PlainSelect(List<HikariDataSource> pools) {
    this.pools = pools;
    try {
      this.md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long select(String id) throws SQLException {
    try (Connection connection = pools.get(shard(id)).getConnection()) {
      return PointSelect.read(connection, id);
    }
  }

  @Override
  public long selectInTransaction(String id, int times) throws SQLException {
    try (Connection connection = pools.get(shard(id)).getConnection()) {
      return PointSelect.readInTransaction(connection, id, times);
    }
  }

  /** Keeps the digest and its result, as somebody would who counts every byte. */
  private int shard(String id) {
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
    return (int) (first % pools.size());
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
  }
}
