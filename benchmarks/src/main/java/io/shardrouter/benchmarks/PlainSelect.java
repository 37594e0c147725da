package io.shardrouter.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.benchmarks.measure.Modulo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Hand-written sharding: a pool for each shard, and the first four bytes of an MD5 modulo. */
final class PlainSelect implements PointSelect {
  private final List<HikariDataSource> pools;
  private final Modulo modulo = new Modulo();

  PlainSelect(List<HikariDataSource> pools) {
    this.pools = pools;
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

  private int shard(String id) {
    return modulo.shard(id, pools.size());
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
  }
}
