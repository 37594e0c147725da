package io.shardrouter.internal.shards;

import java.sql.Connection;
import java.sql.SQLException;

/** What must hold of a shard before the first statement of this router is sent to it. */
@FunctionalInterface
public interface ShardCheck {
  /**
   * Checks the shard behind {@code connection}, which is in autocommit and is to be left so.
   *
   * @throws io.shardrouter.RefusedException where the shard must not be used
   * @throws SQLException where the shard fails
   */
  void check(int shard, Connection connection) throws SQLException;
}
