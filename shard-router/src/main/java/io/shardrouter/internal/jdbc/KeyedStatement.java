package io.shardrouter.internal.jdbc;

import com.google.common.collect.ImmutableList;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.Arguments;
import io.shardrouter.internal.exec.Cancellation;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.exec.ScatterRows;
import io.shardrouter.internal.exec.Separable;
import io.shardrouter.internal.exec.Work;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a keyed connection. Physical statements are made when they are needed, on
 * whichever shard the session is attached to then.
 */
class KeyedStatement extends RanStatement {
  private final KeyedConnection connection;
  private final List<String> batch = new ArrayList<>(0);
  private @Nullable Connection home;
  private @Nullable Statement plain;
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
    return plainOn(physical);
  }

  /** As {@link #plain}, for a question that runs nothing: where this ran last, if it can. */
  final Statement settled() throws SQLException {
    requireOpen();
    Connection last = home;
    return last != null && session().holds(last) ? plainOn(last) : plain();
  }

  private Statement plainOn(Connection physical) throws SQLException {
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
    return settled();
  }

  /** Makes a physical statement without a guard in its text. */
  Statement create(Connection physical) throws SQLException {
    return cursor().statement(physical);
  }

  /** The physical connection of the running statement; what was made on another one is closed. */
  final Connection comeHome() throws SQLException {
    requireOpen();
    Connection physical = session().physical();
    Connection left = home;
    if (left != physical) {
      if (left != null && session().holds(left)) {
        closePhysicals();
      }
      home = physical;
      plain = null;
      forgetRan();
      forgetPhysicals();
    }
    return physical;
  }

  /** Closes what an earlier execution gave. */
  private void leaveHome() throws SQLException {
    closePhysicals();
    home = null;
    plain = null;
    forgetRan();
    forgetPhysicals();
  }

  private void closePhysicals() throws SQLException {
    for (Statement physical : physicals()) {
      physical.close();
    }
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

  /**
   * Runs {@code work} where the session's key is or, where it has none, where the text belongs.
   * Whether the first result is a result set.
   */
  final boolean run(String sql, Arguments arguments, Separable separable, Work<Boolean> work)
      throws SQLException {
    requireOpen();
    closeAnswer();
    if (session().hasKey()) {
      session().byText().requireOwnKey(sql, arguments);
      return session().execute(sql, separable, work);
    }
    Route route = session().byText().route(sql, arguments);
    if (route instanceof Route.Single single) {
      session().follow(single);
      return session().execute(sql, separable, work);
    }
    if (route instanceof Route.Several several) {
      return session().byText().execute(several, sql, work);
    }
    if (route instanceof Route.Reference) {
      return session().byText().executeAnywhere(sql, work);
    }
    if (route instanceof Route.OneShard named) {
      return session().byText().executeOn(named.shard(), sql, work);
    }
    return runOnSeveral(route, sql, arguments);
  }

  private boolean runOnSeveral(Route route, String sql, Arguments arguments) throws SQLException {
    leaveHome();
    if (route instanceof Route.Scatter scatter) {
      if (arguments instanceof Parameters given) {
        given.requireCount(session().byText().parameters(sql));
      }
      return answered(new Answer.Rows(gathered(scatter, arguments)));
    }
    if (route instanceof Route.Explain asked) {
      return answered(new Answer.Rows(explained(asked.statement(), arguments)));
    }
    if (route instanceof Route.Session) {
      session().byText().executeSetting(sql);
    } else if (route instanceof Route.Transaction) {
      session().transactions().byText(sql);
    } else if (route instanceof Route.Refused refused) {
      throw new RefusedException(refused.refusal().state(), refused.refusal().message());
    }
    return answered(new Answer.Done());
  }

  private ResultSet gathered(Route.Scatter scatter, Arguments arguments) throws SQLException {
    if (cursor().type() != ResultSet.TYPE_FORWARD_ONLY || cursor().isUpdatable()) {
      throw new RefusedException(
          SqlState.REFUSED,
          "rows of several shards are read forward only: create the statement without a result set"
              + " type and concurrency, or name a key");
    }
    Cancellation cancellation = new Cancellation();
    gathers(cancellation);
    ScatterRows rows = session().byText().gather(scatter, arguments, wanted(), cancellation);
    return new GatheredResultSet(
        rows, this, wanted().fetchSize(), session().byText()::readingFailed, this::gatheredClosed);
  }

  private void gatheredClosed() {
    gathers(null);
  }

  /** Lines of text as PostgreSQL's own EXPLAIN gives them. */
  private ResultSet explained(String sql, Arguments arguments) throws SQLException {
    String[] lines = session().byText().explain(sql, arguments).lines().toArray(String[]::new);
    return session()
        .byText()
        .executeAnywhere(
            "select",
            lead -> {
              PreparedStatement given =
                  session()
                      .physical()
                      .prepareStatement("select unnest(?::text[]) as \"QUERY PLAN\"");
              given.closeOnCompletion();
              given.setObject(1, lines);
              ResultSet rows = given.executeQuery();
              session().keepFor(rows);
              return new DescriptionResultSet(rows);
            });
  }

  private boolean run(String sql, Separable separable, Execution execution) throws SQLException {
    return run(
        sql,
        NoArguments.NONE,
        cursor().isUpdatable() ? Separable.APART : separable,
        lead -> executed(plain(), lead, session().guardLiteral(lead) + sql, execution));
  }

  /** Executes, and passes over what {@code lead} gives, up to the caller's first result. */
  final boolean executed(Statement physical, Lead lead, String text, Execution execution)
      throws SQLException {
    ran(physical, session().runningKey());
    if (lead == Lead.IN_BLOCK) {
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
    return run(sql, Separable.APART, (s, text) -> s.execute(text, columns));
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
            lead ->
                executed(
                    plain(),
                    lead,
                    session().guardLiteral(lead) + sql,
                    lead.results() == 0 ? KeyedStatement::query : Statement::execute)));
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

  // --- batches ----------------------------------------------------------------------------------

  /** How a batch is executed. */
  @FunctionalInterface
  interface BatchExecution {
    long[] execute(Statement physical) throws SQLException;
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

  long[] runBatch(BatchExecution execution) throws SQLException {
    requireOpen();
    if (batch.isEmpty()) {
      return new long[0];
    }
    closeAnswer();
    List<String> texts = ImmutableList.copyOf(batch);
    batch.clear();
    // Scanned as one text of several statements, which is what a batch is.
    String all = String.join("\n;", texts);
    if (session().hasKey()) {
      for (String text : texts) {
        session().byText().requireOwnKey(text, NoArguments.NONE);
      }
      return session().execute(all, Separable.APART, lead -> runTexts(texts, execution));
    }
    List<Route> routes = new ArrayList<>();
    for (String text : texts) {
      routes.add(session().byText().route(text, NoArguments.NONE));
    }
    return new RoutedBatch(session(), all, routes)
        .run(members -> runTexts(members.stream().map(texts::get).toList(), execution));
  }

  private long[] runTexts(List<String> texts, BatchExecution execution) throws SQLException {
    return executedBatch(
        plain(),
        physical -> {
          for (String text : texts) {
            physical.addBatch(text);
          }
          return execution.execute(physical);
        });
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

  // --- life -------------------------------------------------------------------------------------

  @Override
  public Connection getConnection() throws SQLException {
    requireOpen();
    return connection;
  }

  @Override
  final ResultSet keyed(ResultSet physical, @Nullable RoutedKey key) throws SQLException {
    session().keepFor(physical);
    return new KeyedResultSet(this, physical, key);
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
      closeAnswer();
      closePhysicals();
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
