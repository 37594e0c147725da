package io.shardrouter.migrator.internal.move;

import com.google.common.collect.ImmutableList;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;

/** What a move would do, found out without changing anything. */
public final class Estimate {
  /** Measured on one machine with both shards (benchmarks): a move of nothing, and a row more. */
  private static final Duration FIXED = Duration.ofMillis(30);

  private static final long NANOS_PER_ROW = 6_000;

  private final ShardLinks links;
  private final Preflight preflight;

  /**
   * A plan.
   *
   * @param source the shard that holds the subject now
   * @param tables in the order of the copy
   * @param pause roughly how long writers of the subject would be kept off
   * @param objections why the move would be refused; empty: it would not
   */
  public record Plan(
      int source, ImmutableList<Table> tables, Duration pause, ImmutableList<String> objections) {}

  /** A table's share: rows that would move, and their size as stored, in bytes. */
  public record Table(String name, long rows, long bytes) {}

  public Estimate(ShardLinks links, Preflight preflight) {
    this.links = links;
    this.preflight = preflight;
  }

  /** The plan of a move of {@code subject} to the shard {@code to}. */
  public Plan plan(Subject subject, int start, int to) throws SQLException {
    Deciding holder = Deciding.follow(links, subject, start);
    if (holder.shard() == to) {
      return new Plan(
          to,
          ImmutableList.of(),
          Duration.ZERO,
          ImmutableList.of("shard " + to + " holds it already: nothing to move"));
    }
    try (ShardLink source = links.to(holder.shard());
        ShardLink target = links.to(to)) {
      Preflight.Findings findings = preflight.look(source, target, subject);
      ImmutableList.Builder<Table> tables = ImmutableList.builder();
      long rows = 0;
      for (GroupTable table : findings.source().tables()) {
        Table share = share(source, new RowFilter(findings.group(), subject), table);
        rows += share.rows();
        tables.add(share);
      }
      return new Plan(
          holder.shard(),
          tables.build(),
          FIXED.plusNanos(rows * NANOS_PER_ROW),
          findings.objections());
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
