package io.shardrouter.benchmarks.moves;

import io.shardrouter.ShardKey;
import io.shardrouter.migrator.BatchPolicy;
import io.shardrouter.migrator.BatchProgress;
import io.shardrouter.migrator.BatchReport;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** A user who moves to and fro in one batch. Not thread-safe. */
final class Restless {
  /** More than a phase is long enough for. */
  private static final int MOVES = 300;

  private final String user;
  private int holder;

  /**
   * @param user who is on shard 0
   */
  Restless(String user) {
    this.user = user;
  }

  /** A batch that runs. */
  final class Run {
    private final CompletableFuture<BatchReport> report = new CompletableFuture<>();
    private final Thread thread;

    private Run(Migrator migrator) {
      List<MoveRequest> toAndFro =
          IntStream.rangeClosed(1, MOVES)
              .mapToObj(i -> MoveRequest.key(ShardKey.of(Pair.GROUP, user), (holder + i) % 2))
              .toList();
      this.thread = new Thread(() -> run(migrator, toAndFro), "restless");
      thread.start();
    }

    private void run(Migrator migrator, List<MoveRequest> requests) {
      try {
        report.complete(
            migrator.moveAll(requests, BatchPolicy.STOP_AT_FIRST_FAILURE, BatchProgress.NONE));
      } catch (SQLException | RuntimeException | Error e) {
        report.completeExceptionally(e);
      }
    }

    /** Gives how many moves there were. */
    int stop() throws SQLException {
      thread.interrupt();
      try {
        BatchReport end = report.join();
        for (BatchReport.Result result : end.results()) {
          if (result.outcome() instanceof BatchReport.Failed failed) {
            throw failed.failure();
          }
        }
        if (end.isComplete()) {
          throw new IllegalStateException("the moves ended before their phase did");
        }
        int moves = end.count(BatchReport.Moved.class);
        holder = (holder + moves) % 2;
        return moves;
      } catch (CompletionException e) {
        throw new SQLException("the moves failed", e.getCause());
      }
    }
  }

  /** Moves with the pace of {@code migrator} from now on. */
  Run start(Migrator migrator) {
    return new Run(migrator);
  }
}
