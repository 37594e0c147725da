package io.shardrouter.internal.exec;

import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.sql.Gathering.Finish;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A statement that PostgreSQL finishes: what it needs of the shards is held in memory, all
 * connections but one are given back, and there it runs over what was held. So it never waits for a
 * connection while it holds others.
 */
final class Finishing {
  private final Execution execution;
  private final Finish finish;

  Finishing(Execution execution, Finish finish) {
    this.execution = execution;
    this.finish = finish;
  }

  ScatterRows start(long start) throws SQLException {
    if (finish.pulls().isEmpty()) {
      ShardCursors cursors =
          execution.read(List.of(anyShard()), execution.reading(finish.statement()));
      return rows(cursors, cursors.all(), start);
    }
    ShardCursors cursors = execution.read(execution.reading(PulledTogether.text(finish.pulls())));
    boolean done = false;
    try {
      FinalStatement statement = new FinalStatement(pull(cursors), finish.statement(), execution);
      ShardCursor last = last(cursors);
      if (last.isForAnything() || statement.runsInAnyTransaction()) {
        cursors.keepOnly(last);
        cursors.ask(last, statement::runOn);
        done = true;
        return rows(cursors, List.of(last), start);
      }
      execution.end(cursors);
      done = true;
      return apart(statement, start);
    } finally {
      if (!done) {
        execution.end(cursors);
      }
    }
  }

  /** Finishes over a pool's connection, where those that were read must not be changed. */
  private ScatterRows apart(FinalStatement statement, long start) throws SQLException {
    ShardCursors cursors =
        execution.open(
            List.of(anyShard()), execution.apart(), execution.reading(finish.statement()));
    boolean done = false;
    try {
      cursors.ask(cursors.describing(), statement::runOn);
      done = true;
      return rows(cursors, cursors.all(), start);
    } finally {
      if (!done) {
        execution.end(cursors);
      }
    }
  }

  private ScatterRows rows(ShardCursors cursors, List<ShardCursor> from, long start) {
    return new ScatterRows(
        execution.router(),
        cursors,
        new Arrivals(cursors, from),
        new ScatterRows.View(0, execution.maxRows(), 0, ScatterRows.AtEnd.HOLD),
        start);
  }

  /** Brings along the rows of all tables, each shard's in one snapshot. */
  private List<HeldRows> pull(ShardCursors cursors) throws SQLException {
    cursors.keep(cursors.all());
    Budget budget = new Budget(execution.router().config().byteBudget());
    List<HeldRows> held = finish.pulls().stream().map(pull -> new HeldRows(pull, budget)).toList();
    Arrivals arrivals = new Arrivals(cursors);
    while (arrivals.next()) {
      cursors.requireHealthy();
      ResultSet row = arrivals.row();
      held.get(row.getInt(1)).add(row);
    }
    return held;
  }

  /** The default shard, whose own tables the statement may read; else any, to spread the load. */
  private Shard anyShard() throws SQLException {
    OptionalInt home = execution.router().config().defaultShard();
    if (home.isPresent()) {
      return execution.router().shards().get(home.getAsInt());
    }
    List<Shard> all = List.copyOf(execution.router().shards().all());
    return all.get(ThreadLocalRandom.current().nextInt(all.size()));
  }

  /**
   * That of {@link #anyShard}, or of any that was asked: tables of the default shard are no few's.
   */
  private ShardCursor last(ShardCursors cursors) throws SQLException {
    int shard = anyShard().id();
    List<ShardCursor> all = cursors.all();
    return all.stream()
        .filter(cursor -> cursor.shard() == shard)
        .findFirst()
        .orElseGet(() -> all.get(ThreadLocalRandom.current().nextInt(all.size())));
  }
}
