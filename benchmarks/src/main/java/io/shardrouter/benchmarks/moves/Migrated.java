package io.shardrouter.benchmarks.moves;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveReport;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The migrator, and how long each move kept writers off. */
final class Migrated implements Transfer {
  private final Migrator migrator;
  private final String user;
  private final List<Duration> pauses = new ArrayList<>();

  Migrated(ShardRouterConfig config, String user) {
    this.migrator = Migrator.open(config);
    this.user = user;
  }

  @Override
  public void move(int from, int to) throws SQLException {
    MoveReport report = migrator.move(MoveRequest.key(ShardKey.of(Pair.GROUP, user), to));
    if (report.source() != from) {
      throw new IllegalStateException("it was on shard " + report.source());
    }
    pauses.add(report.pause());
  }

  /** Of the latest {@code count} moves. */
  List<Duration> pauses(int count) {
    return List.copyOf(pauses.subList(pauses.size() - count, pauses.size()));
  }

  @Override
  public void close() {
    migrator.close();
  }
}
