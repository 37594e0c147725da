package io.shardrouter;

import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Looks at the pools behind a router. */
final class ScatterProbe {
  private ScatterProbe() {}

  /** Connections in use over all shards. */
  static int active(ShardedDataSource router) {
    return router.router().shards().all().stream().mapToInt(Shard::active).sum();
  }

  /** Fails unless each pool gives a connection as good as new. */
  static void requireUsable(ShardedDataSource router) throws SQLException {
    for (Shard shard : router.router().shards().all()) {
      try (Connection connection = router.shardDataSource(shard.id()).getConnection();
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select current_setting('transaction_isolation'),"
                      + " current_setting('transaction_read_only')")) {
        row.next();
        if (!connection.getAutoCommit()
            || !row.getString(1).equals("read committed")
            || !row.getString(2).equals("off")) {
          throw new AssertionError("shard " + shard.id() + " got back a changed connection");
        }
      }
    }
  }
}
