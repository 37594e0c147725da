package io.shardrouter.internal.jdbc;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardMovedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.exec.RowsOfShards;
import io.shardrouter.internal.exec.Separable;
import io.shardrouter.internal.jdbc.InsertedPart.Gave;
import io.shardrouter.internal.jdbc.RanStatement.Answer;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.plan.Route.Access;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * An INSERT whose rows belong to several shards: a statement, and a transaction, for the rows of
 * each. Used once.
 */
final class SplitInsert {
  private final KeyedSession session;
  private final String sql;
  private final Route.Split route;
  private final List<InsertedPart> done = new ArrayList<>();
  private final List<Integer> left = new ArrayList<>();
  private long count;

  SplitInsert(KeyedSession session, String sql, Route.Split route) {
    this.session = session;
    this.sql = sql;
    this.route = route;
    for (int row = 0; row < route.keys().size(); row++) {
      left.add(row);
    }
  }

  /**
   * Runs it.
   *
   * @param most rows given to the caller at most; 0 for no limit
   * @param resultSet shows rows to the caller
   * @throws RefusedException {@code SR005} without best effort, {@code SR004} where a stream would
   *     have to be read for each shard; nothing was run then
   * @throws BatchUpdateException where a shard fails; counts and message say which rows went in
   */
  Answer run(PartWork work, long most, Function<RowsOfShards, ResultSet> resultSet)
      throws SQLException {
    BestEffort.require(session, "the rows fall", byShard().size());
    if (!work.isReplayable() && route.rows().shareParameters()) {
      throw new RefusedException(
          SqlState.REFUSED,
          "a parameter beside the rows belongs to the statements of several shards, and there are"
              + " streams among the parameters: pass a byte[] or a String");
    }
    boolean finished = false;
    try {
      runAll(work);
      finished = true;
    } finally {
      if (!finished) {
        closeAll();
      }
    }
    Gave gave = done.get(0).gave();
    if (gave == Gave.COUNT) {
      closeAll();
      return new Answer.Done(count);
    }
    ResultSet rows = resultSet.apply(new RowsOfParts(session, route, done, most));
    return gave == Gave.RETURNED ? new Answer.Rows(rows) : new Answer.Inserted(count, rows);
  }

  private Map<Integer, List<Integer>> byShard() {
    Map<Integer, List<Integer>> byShard = new TreeMap<>();
    for (int row : left) {
      int shard = session.router().holder(route.keys().get(row));
      byShard.computeIfAbsent(shard, id -> new ArrayList<>()).add(row);
    }
    return byShard;
  }

  /** A part whose keys turn out to be elsewhere has not begun, and is made anew. */
  private void runAll(PartWork work) throws SQLException {
    int patience = 2 * session.router().shards().all().size() + 2;
    while (!left.isEmpty()) {
      Map.Entry<Integer, List<Integer>> next = byShard().entrySet().iterator().next();
      try {
        InsertedPart part = run(next.getValue(), work);
        count += part.count();
        done.add(part);
        left.removeAll(next.getValue());
      } catch (ShardMovedException e) {
        if (patience-- == 0) {
          throw failed(next.getKey(), next.getValue(), e);
        }
      } catch (SQLException e) {
        throw failed(next.getKey(), next.getValue(), e);
      }
    }
  }

  private InsertedPart run(List<Integer> rows, PartWork work) throws SQLException {
    ImmutableSet.Builder<RoutedKey> keys = ImmutableSet.builder();
    rows.forEach(row -> keys.add(route.keys().get(row)));
    return session
        .byText()
        .execute(
            new Route.Several(keys.build(), Access.WRITE),
            sql,
            Separable.APART,
            lead -> {
              Statement ran = work.runPart(session.physical(), route.rows().of(rows));
              InsertedPart part = InsertedPart.of(ran, rows);
              if (part.gave() != Gave.COUNT) {
                session.keepFor(part.rows());
              }
              return part;
            });
  }

  private SQLException failed(int shard, List<Integer> rows, SQLException cause) {
    boolean broke = String.valueOf(cause.getSQLState()).startsWith("08");
    if (done.isEmpty() && !broke) {
      return cause;
    }
    int[] counts = new int[route.keys().size()];
    Arrays.fill(counts, Statement.SUCCESS_NO_INFO);
    left.forEach(row -> counts[row] = Statement.EXECUTE_FAILED);
    List<Integer> in = new ArrayList<>();
    done.forEach(part -> in.addAll(part.numbers()));
    List<Integer> out = new ArrayList<>(left);
    if (broke) {
      out.removeAll(rows);
    }
    return new BatchUpdateException(
        "the rows %s failed on shard %d%s; in are the rows %s, not in are the rows %s: %s"
            .formatted(
                ordinals(rows),
                shard,
                broke ? ", or are in, as its connection broke" : "",
                ordinals(in),
                ordinals(out),
                cause.getMessage()),
        cause.getSQLState(),
        cause.getErrorCode(),
        counts,
        cause);
  }

  private static List<Integer> ordinals(List<Integer> rows) {
    return rows.stream().map(row -> row + 1).sorted().toList();
  }

  private void closeAll() throws SQLException {
    for (InsertedPart part : done) {
      part.close();
    }
  }
}
