package io.shardrouter.migrator;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a batch is.
 *
 * @param total how many requests it has
 * @param moved how many of them have moved
 * @param skipped how many were on their target already
 * @param failed how many have failed
 * @param running how many move now
 * @param rows how many rows have moved
 * @param bytes how many bytes have passed through the migrator
 * @param resting how long the longest rest still takes that has begun; zero where there is none
 * @param elapsed since the batch began
 */
public record BatchStatus(
    int total,
    int moved,
    int skipped,
    int failed,
    int running,
    long rows,
    long bytes,
    Duration resting,
    Duration elapsed) {

  /** Requests that are over, whatever became of them. */
  public int done() {
    return moved + skipped + failed;
  }

  /** Moves in a second, since the batch began. */
  public double movesPerSecond() {
    return perSecond(moved);
  }

  /** Rows in a second, since the batch began. */
  public double rowsPerSecond() {
    return perSecond(rows);
  }

  /** How long what is left takes, with its rests, if it goes on so; empty before a move ended. */
  public Optional<Duration> timeLeft() {
    int worked = moved + failed;
    return worked == 0
        ? Optional.empty()
        : Optional.of(elapsed.plus(resting).dividedBy(worked).multipliedBy((long) total - done()));
  }

  private double perSecond(long count) {
    return elapsed.isZero() ? 0 : count * 1e9 / elapsed.toNanos();
  }
}
