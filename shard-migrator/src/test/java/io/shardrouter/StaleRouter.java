package io.shardrouter;

import io.shardrouter.internal.guard.GuardAnswer.DecidedBy;
import io.shardrouter.internal.guard.GuardAnswer.Moved;
import java.sql.SQLException;

/** Routers that believe what is wrong, and cannot learn better. */
public final class StaleRouter {
  private static final long BEYOND_ALL_EPOCHS = Long.MAX_VALUE;

  private StaleRouter() {}

  /** Makes {@code router} begin every search for {@code key} at {@code shard}, for ever. */
  public static void mislead(ShardedDataSource router, ShardKey key, int shard)
      throws SQLException {
    router
        .router()
        .learn(router.router().route(key), new Moved(DecidedBy.KEY, shard, BEYOND_ALL_EPOCHS, 0));
  }
}
