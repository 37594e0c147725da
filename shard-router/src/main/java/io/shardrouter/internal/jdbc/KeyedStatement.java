package io.shardrouter.internal.jdbc;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.exec.Separable;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a keyed connection. Physical statements are made when they are needed, on
 * whichever shard the session is attached to then.
 */
class KeyedStatement extends ConfiguredStatement {
  private final KeyedConnection connection;
  private final List<String> batch = new ArrayList<>(0);
  private @Nullable Connection home;
  private @Nullable Statement plain;
  private volatile @Nullable Statement ran;
  private @Nullable RoutedKey ranFor;
  private boolean closed;

  KeyedStatement(KeyedConnection connection, Cursor cursor) {
    super(cursor);
    this.connection = connection;
  }

  final KeyedSession session() {
    return connection.session();
  }

  // --- physical statements ----------------------------------------------------------------------

  /** The physical statement without a guard in its text. */
  final Statement plain() throws SQLException {
    Connection physical = comeHome();
    Statement found = plain;
    if (found == null) {
      found = create(physical);
      configure(found);
      plain = found;
    }
    return found;
  }

  @Override
  Statement delegate() throws SQLException {
    return plain();
  }

  /** Makes a physical statement without a guard in its text. */
  Statement create(Connection physical) throws SQLException {
    return cursor().statement(physical);
  }

  /** The physical connection; what was made on another one is forgotten, as its pool closed it. */
  final Connection comeHome() throws SQLException {
    requireOpen();
    Connection physical = session().physical();
    if (home != physical) {
      home = physical;
      plain = null;
      ran = null;
      forgetPhysicals();
    }
    return physical;
  }

  /** Forgets physical statements beyond the plain one. */
  void forgetPhysicals() {}

  @Override
  List<Statement> physicals() {
    Statement found = plain;
    return found == null ? ImmutableList.of() : ImmutableList.of(found);
  }

  // --- execution --------------------------------------------------------------------------------

  /** How a statement is executed; whether its first result is a result set. */
  @FunctionalInterface
  interface Execution {
    boolean execute(Statement physical, String text) throws SQLException;
  }

  private boolean run(String sql, Separable separable, Execution execution) throws SQLException {
    requireOpen();
    return session()
        .execute(
            sql,
            cursor().isUpdatable() ? Separable.APART : separable,
            lead -> executed(delegate(), lead, session().guardLiteral(lead) + sql, execution));
  }

  /** Executes, and passes over what {@code lead} gives, up to the caller's first result. */
  final boolean executed(Statement physical, Lead lead, String text, Execution execution)
      throws SQLException {
    ran = physical;
    ranFor = session().currentKey();
    if (lead == Lead.IN_BLOCK) {
      return fetchingAll(physical, text, execution);
    }
    boolean isResultSet = execution.execute(physical, text);
    for (int i = 0; i < lead.results(); i++) {
      if (isResultSet && session().isMeasuring()) {
        reportWait(physical);
      }
      isResultSet = physical.getMoreResults();
    }
    return isResultSet;
  }

  private static boolean fetchingAll(Statement physical, String text, Execution execution)
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
    return run(sql, Separable.APART, (s, text) -> s.execute(text, columns));
  }

  @Override
  public boolean execute(String sql, String[] columns) throws SQLException {
    return run(sql, Separable.APART, (s, text) -> s.execute(text, columns));
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    return rows(execute(sql));
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return small(count(execute(sql)));
  }

  @Override
  public int executeUpdate(String sql, int keys) throws SQLException {
    return small(count(execute(sql, keys)));
  }

  @Override
  public int executeUpdate(String sql, int[] columns) throws SQLException {
    return small(count(execute(sql, columns)));
  }

  @Override
  public int executeUpdate(String sql, String[] columns) throws SQLException {
    return small(count(execute(sql, columns)));
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return count(execute(sql));
  }

  @Override
  public long executeLargeUpdate(String sql, int keys) throws SQLException {
    return count(execute(sql, keys));
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    return count(execute(sql, columns));
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
    return count(execute(sql, columns));
  }

  /** The result set of the statement that has just run, which must have given one. */
  final ResultSet rows(boolean isResultSet) throws SQLException {
    if (!isResultSet) {
      throw new SQLException("No results were returned by the query.", "02000");
    }
    return keyed(last().getResultSet());
  }

  final ResultSet keyed(ResultSet physical) {
    return new KeyedResultSet(this, physical, ranFor);
  }

  /** The row count of the statement that has just run, which must have given no result set. */
  final long count(boolean isResultSet) throws SQLException {
    if (isResultSet) {
      throw new SQLException("A result was returned when none was expected.", "0100E");
    }
    return Math.max(0, last().getLargeUpdateCount());
  }

  /**
   * A count as {@code int}; too large a one is -2, success without information, as the driver's.
   */
  static int small(long count) {
    return count > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) count;
  }

  // --- batches ----------------------------------------------------------------------------------

  /** How a batch is executed. */
  @FunctionalInterface
  interface BatchExecution<C> {
    C execute(Statement physical) throws SQLException;
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    requireOpen();
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    requireOpen();
    batch.clear();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return runBatch(Statement::executeBatch, new int[0]);
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return runBatch(Statement::executeLargeBatch, new long[0]);
  }

  <C> C runBatch(BatchExecution<C> execution, C none) throws SQLException {
    requireOpen();
    if (batch.isEmpty()) {
      return none;
    }
    List<String> texts = ImmutableList.copyOf(batch);
    batch.clear();
    // Scanned as one text of several statements, which is what a batch is.
    return session()
        .execute(
            String.join("\n;", texts),
            Separable.APART,
            lead ->
                executedBatch(
                    delegate(),
                    physical -> {
                      for (String text : texts) {
                        physical.addBatch(text);
                      }
                      return execution.execute(physical);
                    }));
  }

  /** Fills and executes a batch; leaves none behind on the physical statement. */
  final <C> C executedBatch(Statement physical, BatchExecution<C> execution) throws SQLException {
    ran = physical;
    ranFor = session().currentKey();
    try {
      return execution.execute(physical);
    } finally {
      if (!physical.isClosed()) {
        physical.clearBatch();
      }
    }
  }

  // --- results ----------------------------------------------------------------------------------

  /** The physical statement that ran last. */
  final Statement last() throws SQLException {
    requireOpen();
    Statement found = ran;
    return found == null ? delegate() : found;
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    ResultSet physical = last().getResultSet();
    return physical == null ? null : keyed(physical);
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return last().getUpdateCount();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    return last().getLargeUpdateCount();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return last().getMoreResults();
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    return last().getMoreResults(current);
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    return keyed(last().getGeneratedKeys());
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    requireOpen();
    Statement found = ran;
    return found == null ? null : found.getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    requireOpen();
    Statement found = ran;
    if (found != null) {
      found.clearWarnings();
    }
  }

  // --- life -------------------------------------------------------------------------------------

  @Override
  public Connection getConnection() throws SQLException {
    requireOpen();
    return connection;
  }

  /** Cancels from any thread what runs on the shard; nothing where nothing runs. */
  @Override
  public void cancel() throws SQLException {
    Statement found = ran;
    if (found != null) {
      found.cancel();
    }
  }

  void resultSetClosed() throws SQLException {
    if (!closed && isCloseOnCompletion()) {
      close();
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      for (Statement physical : physicals()) {
        physical.close();
      }
    } finally {
      connection.statementClosed();
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return closed || session().isClosed();
  }

  @Override
  final void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLException("This statement has been closed.", "55000");
    }
    session().requireOpen();
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    if (session().router().isGuarded()) {
      throw new SQLException(
          "the driver's statement would go around the guard; not a wrapper for " + iface.getName());
    }
    return delegate().unwrap(iface);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) throws SQLException {
    return iface.isInstance(this)
        || (!session().router().isGuarded() && delegate().isWrapperFor(iface));
  }
}
