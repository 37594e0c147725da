package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.sql.ShardText;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/**
 * One execution of a statement over several shards.
 *
 * @param source where its readings get their connections
 * @param apart where it gets one that nobody else has a transaction on
 * @param wanted what the caller asked of the rows
 * @param deadline for all of it
 * @param keys to which its rows are confined, so that no other shards are asked than theirs; empty:
 *     any row may matter
 */
record Execution(
    Router router,
    ReadingConnection.Source source,
    ReadingConnection.Source apart,
    Arguments arguments,
    Wanted wanted,
    Cancellation cancellation,
    Deadline deadline,
    ImmutableSet<RoutedKey> keys) {

  static Execution of(
      Router router,
      ReadingConnection.Source source,
      ReadingConnection.Source apart,
      Arguments arguments,
      Wanted wanted,
      Cancellation cancellation) {
    Deadline deadline =
        Deadline.in(
            wanted.timeout().isZero() ? router.config().statementTimeout() : wanted.timeout());
    return new Execution(
        router, source, apart, arguments, wanted, cancellation, deadline, ImmutableSet.of());
  }

  /** The same, of which only rows of {@code some} keys matter. */
  Execution confinedTo(ImmutableSet<RoutedKey> some) {
    return new Execution(router, source, apart, arguments, wanted, cancellation, deadline, some);
  }

  /** Rows that a shard gives at a time. */
  int fetchSize() {
    return wanted.fetchSize() > 0 ? wanted.fetchSize() : router.config().fetchSize();
  }

  /** The rows of {@code text}, block by block: a block of each shard fits into the byte budget. */
  Reading reading(ShardText text) {
    return Reading.of(
        text,
        arguments,
        router.along(),
        fetchSize(),
        Math.max(1, router.config().byteBudget() / router.shards().all().size()));
  }

  /** Rows given at most. */
  long maxRows() {
    return wanted.maxRows() > 0 ? wanted.maxRows() : Long.MAX_VALUE;
  }

  /** Asks all shards whose rows may matter until their snapshots fit together. */
  ShardCursors read(Reading reading) throws SQLException {
    Optional<ShardCursors> few = new FewShards(this).read(reading);
    return few.isPresent() ? few.get() : read(router.shards().all(), reading);
  }

  /** Asks {@code shards} until their snapshots fit together; on failure nothing is held. */
  ShardCursors read(Collection<Shard> shards, Reading reading) throws SQLException {
    ShardCursors cursors = open(shards, source, reading);
    Scatter.read(router, cursors);
    return cursors;
  }

  /** Takes connections to {@code shards}, of which nothing is asked yet. */
  ShardCursors open(Collection<Shard> shards, ReadingConnection.Source from, Reading reading)
      throws SQLException {
    ShardCursors cursors =
        new ShardCursors(
            Admission.take(shards, from, reading, deadline, Failures.OF_STATEMENT),
            router.scatterThreads(),
            deadline,
            Failures.OF_STATEMENT);
    cancellation.runs(cursors);
    router.scatters().add(cursors);
    return cursors;
  }

  void end(ShardCursors cursors) {
    cursors.endAll();
    router.scatters().remove(cursors);
  }
}
