package io.shardrouter.benchmarks.measure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What threads do at once. */
public final class Together {
  private Together() {}

  /**
   * Waits for all of them.
   *
   * @throws SQLException of the first that failed, or where this thread is interrupted
   */
  public static <T> List<T> all(List<Future<T>> asked) throws SQLException {
    List<T> answers = new ArrayList<>(asked.size());
    try {
      for (Future<T> one : asked) {
        answers.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new SQLException("one of several failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
    return answers;
  }
}
