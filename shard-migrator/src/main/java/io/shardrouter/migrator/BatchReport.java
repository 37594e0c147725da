package io.shardrouter.migrator;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * What a batch did.
 *
 * @param results one for each request, in their order
 * @param interrupted whether it stopped because the calling thread was interrupted, as that thread
 *     still is
 * @param total how long it took
 */
public record BatchReport(List<Result> results, boolean interrupted, Duration total) {
  /** Copies the list. */
  public BatchReport {
    results = List.copyOf(results);
  }

  /** How many results are {@code outcome}. */
  public int count(Class<? extends Outcome> outcome) {
    return (int) results.stream().filter(r -> outcome.isInstance(r.outcome())).count();
  }

  /** Whether the targets hold all that was requested. */
  public boolean isComplete() {
    return count(Moved.class) + count(Skipped.class) == results.size();
  }

  /** A request and what became of it. */
  public record Result(MoveRequest request, Outcome outcome) {}

  /** What became of a request. */
  public sealed interface Outcome {}

  /** It moved. */
  public record Moved(MoveReport report) implements Outcome {}

  /** Its target holds it already. */
  public record Skipped() implements Outcome {}

  /** It failed; the message says whether it was undone. */
  public record Failed(SQLException failure) implements Outcome {}

  /** The batch stopped before it. */
  public record NotStarted() implements Outcome {}
}
