package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.Arguments;
import io.shardrouter.internal.exec.Separable;
import io.shardrouter.internal.exec.Work;
import io.shardrouter.internal.guard.Ahead;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.sql.ProofPlace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a keyed connection. Physical statements are made when they are needed, on
 * whichever shard the session is attached to then.
 */
class KeyedStatement extends PlacedStatement {
  private @Nullable Batch batch;

  KeyedStatement(KeyedConnection connection, Cursor cursor) {
    super(connection, cursor);
  }

  /** A statement like this one, of another connection. */
  KeyedStatement like(KeyedConnection other) throws SQLException {
    return new KeyedStatement(other, cursor());
  }

  // --- execution --------------------------------------------------------------------------------

  /** How a statement is executed; whether its first result is a result set. */
  @FunctionalInterface
  interface Execution {
    boolean execute(Statement physical, String text) throws SQLException;
  }

  /**
   * Runs {@code work} where the session's key is or, where it has none, where the text belongs.
   * Whether the first result is a result set.
   */
  final boolean run(String sql, Arguments arguments, Separable separable, Work<Boolean> work)
      throws SQLException {
    requireOpen();
    closeAnswer();
    if (session().hasKey()) {
      ProofPlace proof = session().requireOwnKey(sql, arguments);
      return session().execute(sql, separable, proof, work);
    }
    Route route = session().byText().route(sql, arguments);
    if (route instanceof Route.Single single) {
      session().follow(single);
      return session().execute(sql, separable, single.proof(), work);
    }
    if (route instanceof Route.Several several) {
      return session().byText().execute(several, sql, separable, work);
    }
    if (route instanceof Route.Reference) {
      return session().byText().executeAnywhere(sql, work);
    }
    if (route instanceof Route.OneShard named) {
      return session().byText().executeOn(named.shard(), sql, work);
    }
    return new RunOverShards(this, work).run(route, sql, arguments);
  }

  private boolean run(String sql, Separable separable, Execution execution) throws SQLException {
    return run(
        sql,
        NoArguments.NONE,
        cursor().isUpdatable() ? Separable.APART : separable,
        new TextWork(this, sql, execution));
  }

  /** Executes, and passes over what {@code lead} gives, up to the caller's first result. */
  final boolean executed(Statement physical, Lead lead, String text, Execution execution)
      throws SQLException {
    ran(physical, session().runningKey());
    if (lead == Ahead.IN_BLOCK) {
      return fetchingAll(physical, text, execution);
    }
    return passOver(physical, lead, execution.execute(physical, text));
  }

  /** Passes over what {@code lead} gave; whether the caller's first result is a result set. */
  final boolean passOver(Statement physical, Lead lead, boolean first) throws SQLException {
    boolean isResultSet = first;
    for (int i = 0; i < lead.results(); i++) {
      if (isResultSet && session().isMeasuring()) {
        reportWait(physical);
      }
      isResultSet = physical.getMoreResults();
    }
    return isResultSet;
  }

  static boolean fetchingAll(Statement physical, String text, Execution execution)
      throws SQLException {
    int fetchSize = physical.getFetchSize();
    physical.setFetchSize(0);
    try {
      return execution.execute(physical, text);
    } finally {
      physical.setFetchSize(fetchSize);
    }
  }

  private void reportWait(Statement physical) throws SQLException {
    ResultSet guard = physical.getResultSet();
    guard.next();
    session().guardWaited(guard.getLong(1));
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    return run(sql, Separable.JOINED, Statement::execute);
  }

  @Override
  public boolean execute(String sql, int keys) throws SQLException {
    return keys == NO_GENERATED_KEYS
        ? execute(sql)
        : run(sql, Separable.APART, (s, text) -> s.execute(text, keys));
  }

  @Override
  public boolean execute(String sql, int[] columns) throws SQLException {
    requireOpen();
    refuseIndexes(columns);
    return execute(sql);
  }

  /** Not as the driver says it: HikariCP throws a connection away at that SQLSTATE. */
  static void refuseIndexes(int[] columns) throws RefusedException {
    if (columns.length > 0) {
      throw new RefusedException(
          SqlState.REFUSED, "the driver gives generated keys by column name only");
    }
  }

  @Override
  public boolean execute(String sql, String[] columns) throws SQLException {
    return run(sql, Separable.APART, (s, text) -> s.execute(text, columns));
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    return rows(
        run(
            sql,
            NoArguments.NONE,
            cursor().isUpdatable() ? Separable.APART : Separable.JOINED,
            new TextWork(this, sql, KeyedStatement::query, Statement::execute)));
  }

  /** The driver itself requires that there is one result, and that it is rows. */
  private static boolean query(Statement physical, String text) throws SQLException {
    physical.executeQuery(text);
    return true;
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return small(count(execute(sql)));
  }

  @Override
  public int executeUpdate(String sql, int keys) throws SQLException {
    return small(executeLargeUpdate(sql, keys));
  }

  @Override
  public int executeUpdate(String sql, int[] columns) throws SQLException {
    return small(executeLargeUpdate(sql, columns));
  }

  @Override
  public int executeUpdate(String sql, String[] columns) throws SQLException {
    return small(executeLargeUpdate(sql, columns));
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return count(execute(sql));
  }

  @Override
  public long executeLargeUpdate(String sql, int keys) throws SQLException {
    return keys == NO_GENERATED_KEYS
        ? executeLargeUpdate(sql)
        : countBesideKeys(execute(sql, keys));
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    return columns.length == 0 ? executeLargeUpdate(sql) : countBesideKeys(execute(sql, columns));
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
    return columns.length == 0 ? executeLargeUpdate(sql) : countBesideKeys(execute(sql, columns));
  }

  // --- batches ----------------------------------------------------------------------------------

  /** How a batch is executed. */
  @FunctionalInterface
  interface BatchExecution {
    long[] execute(Statement physical) throws SQLException;
  }

  /** What a statement collects to be executed as one. */
  interface Batch {
    long[] run(BatchExecution execution) throws SQLException;
  }

  /** The batch that is being filled, {@code fresh} where there is none. */
  final <B extends Batch> B batch(Class<B> kind, Supplier<B> fresh) throws SQLException {
    requireOpen();
    if (batch == null) {
      batch = fresh.get();
    }
    return kind.cast(batch);
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    batch(TextBatch.class, () -> new TextBatch(this)).add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    requireOpen();
    batch = null;
  }

  @Override
  public int[] executeBatch() throws SQLException {
    // Executed as int: the driver's own exceptions then hold counts of both widths.
    return Arrays.stream(runBatch(s -> widened(s.executeBatch())))
        .mapToInt(RanStatement::small)
        .toArray();
  }

  private static long[] widened(int[] counts) {
    return Arrays.stream(counts).asLongStream().toArray();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return runBatch(Statement::executeLargeBatch);
  }

  private long[] runBatch(BatchExecution execution) throws SQLException {
    requireOpen();
    Batch filled = batch;
    batch = null;
    if (filled == null) {
      return new long[0];
    }
    closeAnswer();
    return filled.run(execution);
  }

  /** Fills and executes a batch; leaves none behind on the physical statement. */
  final long[] executedBatch(Statement physical, BatchExecution execution) throws SQLException {
    ran(physical, session().runningKey());
    try {
      return execution.execute(physical);
    } finally {
      if (!physical.isClosed()) {
        physical.clearBatch();
      }
    }
  }
}
