package io.shardrouter.migrator.internal.move;

import io.shardrouter.migrator.MovePlan;
import io.shardrouter.migrator.MovePlan.Table;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a move would do, found out without changing anything. */
public final class Estimate {
  /** Measured on one machine with both shards (benchmarks): a move of nothing, and a row more. */
  private static final Duration FIXED = Duration.ofMillis(30);

  private static final long NANOS_PER_ROW = 6_000;

  private final ShardLinks links;
  private final Preflight preflight;

  public Estimate(ShardLinks links, Preflight preflight) {
    this.links = links;
    this.preflight = preflight;
  }

  /** The plan of a move of {@code subject} to the shard {@code to}. */
  public MovePlan plan(Subject subject, int start, int to) throws SQLException {
    Deciding holder = Deciding.follow(links, subject, start);
    if (holder.shard() == to) {
      return new MovePlan(
          to,
          to,
          List.of(),
          Duration.ZERO,
          List.of("shard " + to + " holds it already: nothing to move"));
    }
    try (ShardLink source = links.to(holder.shard());
        ShardLink target = links.to(to)) {
      Preflight.Findings findings = preflight.look(source, target, subject);
      List<Table> tables = new ArrayList<>();
      long rows = 0;
      for (GroupTable table : findings.source().tables()) {
        Table share = share(source, new RowFilter(findings.group(), subject), table);
        rows += share.rows();
        tables.add(share);
      }
      return new MovePlan(
          holder.shard(), to, tables, FIXED.plusNanos(rows * NANOS_PER_ROW), findings.objections());
    }
  }

  private static Table share(ShardLink source, RowFilter filter, GroupTable table)
      throws SQLException {
    return Sql.one(
        source.connection(),
        row -> new Table(table.name(), row.getLong(1), row.getLong(2)),
        "select count(*), coalesce(sum(pg_column_size(t.*)), 0) from %s t where %s"
            .formatted(table.name(), filter.on(source.connection(), table, RowFilter.Side.SOURCE)));
  }
}
