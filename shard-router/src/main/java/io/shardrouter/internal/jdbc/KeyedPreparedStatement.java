package io.shardrouter.internal.jdbc;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.exec.Separable;
import io.shardrouter.internal.guard.Ahead;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.sql.ShardText;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A prepared statement of a keyed connection. Its parameters are kept, so that they can be bound to
 * the physical statement with the guard ahead of it, to the one without, or to one on another
 * shard.
 */
class KeyedPreparedStatement extends ForwardingPreparedStatement implements PartWork {
  /** Makes a physical prepared statement. */
  @FunctionalInterface
  interface Preparation {
    PreparedStatement prepare(Connection physical, String sql) throws SQLException;
  }

  private final String sql;
  private final Separable separable;
  private final Preparation preparation;
  private @Nullable PreparedStatement led;
  private String ledText = "";
  private final Parameters parameters = new Parameters();
  private boolean untyped;
  private boolean givesKeys;

  KeyedPreparedStatement(
      KeyedConnection connection,
      String sql,
      Cursor cursor,
      Separable separable,
      Preparation preparation) {
    super(connection, cursor);
    this.sql = sql;
    this.separable = separable;
    this.preparation = preparation;
  }

  @Override
  KeyedStatement like(KeyedConnection other) {
    return new KeyedPreparedStatement(other, sql, cursor(), separable, preparation);
  }

  /** It was prepared to give generated keys. */
  void giveKeys() {
    givesKeys = true;
  }

  boolean givesKeys() {
    return givesKeys;
  }

  // --- physical statements ----------------------------------------------------------------------

  @Override
  PreparedStatement delegate() throws SQLException {
    return (PreparedStatement) settled();
  }

  @Override
  Statement create(Connection physical) throws SQLException {
    return preparation.prepare(physical, sql);
  }

  private PreparedStatement ledBy(Lead wanted) throws SQLException {
    if (wanted.parameters() == 0) {
      return (PreparedStatement) plain();
    }
    Connection physical = comeHome();
    String text = session().preparedText(wanted);
    PreparedStatement found = led;
    if (found == null || !text.equals(ledText)) {
      closeLed();
      found = preparation.prepare(physical, text);
      configure(found);
      led = found;
      ledText = text;
    }
    if (wanted.results() > 0 && (untyped || !session().hasTypedStrings())) {
      keepTogether(found);
    }
    return found;
  }

  /**
   * Has the driver prepare the statement anew each time. As a server-prepared one it would have its
   * parameters described, and from then on a Sync between the guard and itself (see {@link Typed}).
   */
  private static void keepTogether(PreparedStatement physical) throws SQLException {
    physical.unwrap(PGStatement.class).setPrepareThreshold(0);
  }

  private void closeLed() throws SQLException {
    PreparedStatement left = led;
    led = null;
    if (left != null) {
      left.close();
    }
  }

  @Override
  void forgetPhysicals() {
    led = null;
  }

  @Override
  List<Statement> physicals() {
    List<Statement> plain = super.physicals();
    PreparedStatement found = led;
    if (found == null) {
      return plain;
    }
    return plain.isEmpty() ? ImmutableList.of(found) : ImmutableList.of(plain.get(0), found);
  }

  // --- parameters -------------------------------------------------------------------------------

  @Override
  void bind(int index, Parameter parameter) throws SQLException {
    untyped = true;
    bindTyped(index, parameter);
  }

  @Override
  void bindTyped(int index, Parameter parameter) throws SQLException {
    requireOpen();
    parameters.set(index, parameter);
  }

  @Override
  void bindOnce(int index, Parameter parameter) throws SQLException {
    bind(index, parameter);
    parameters.markConsumable();
  }

  @Override
  void register(int index, Parameter registration) throws SQLException {
    requireOpen();
    untyped = true;
    parameters.register(index, registration);
  }

  @Override
  boolean keepsValues() {
    return session().readsParameters();
  }

  @Override
  void keepValue(int index, @Nullable Object value) {
    parameters.keepValue(index, value);
  }

  @Override
  public void setObject(int index, @Nullable Object value) throws SQLException {
    @Nullable Object now = Snapshot.of(value);
    keepIfAsked(index, value);
    bindObject(index, value, Typed.is(value), (s, at) -> s.setObject(at, now));
  }

  @Override
  public void setObject(int index, @Nullable Object value, int type) throws SQLException {
    @Nullable Object now = Snapshot.of(value);
    keepIfAsked(index, AsSent.of(value, type, -1));
    bindObject(index, value, Typed.is(value, type), (s, at) -> s.setObject(at, now, type));
  }

  @Override
  public void setObject(int index, @Nullable Object value, int type, int scaleOrLength)
      throws SQLException {
    @Nullable Object now = Snapshot.of(value);
    keepIfAsked(index, AsSent.of(value, type, scaleOrLength));
    bindObject(
        index, value, Typed.is(value, type), (s, at) -> s.setObject(at, now, type, scaleOrLength));
  }

  private void keepIfAsked(int index, @Nullable Object value) {
    if (keepsValues()) {
      keepValue(index, value);
    }
  }

  private void bindObject(int index, @Nullable Object value, boolean typed, Parameter parameter)
      throws SQLException {
    if (typed) {
      bindTyped(index, parameter);
    } else if (Consumable.is(value)) {
      bindOnce(index, parameter);
    } else {
      bind(index, parameter);
    }
  }

  @Override
  public void clearParameters() throws SQLException {
    requireOpen();
    parameters.clear();
  }

  // --- execution --------------------------------------------------------------------------------

  @Override
  public boolean execute() throws SQLException {
    return run(sql, parameters, separable, this);
  }

  /** One execution with the parameters of the moment. */
  @Override
  public Boolean run(Lead lead) throws SQLException {
    PreparedStatement physical = ledBy(lead);
    if (lead.parameters() > 0) {
      parameters.requireCount(session().parameters());
    }
    parameters.bindTo(physical, lead.parametersBefore(), lead.parameters());
    if (lead.parameters() > 0) {
      lead.bindTo(physical, session().currentKey());
    }
    ran(physical, session().runningKey());
    if (lead == Ahead.IN_BLOCK) {
      return fetchingAll(physical, sql, (p, text) -> ((PreparedStatement) p).execute());
    }
    return passOver(physical, lead, physical.execute());
  }

  @Override
  public Statement runPart(Connection physical, ShardText text) throws SQLException {
    PreparedStatement part = preparation.prepare(physical, text.sql());
    configure(part);
    part.setFetchSize(0);
    for (int i = 0; i < text.parameters().length(); i++) {
      parameters.bind(part, i + 1, text.parameters().get(i));
    }
    ran(part, session().runningKey());
    part.execute();
    return part;
  }

  @Override
  public boolean isReplayable() {
    return !parameters.isConsumable();
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return rows(run(sql, parameters, separable, this));
  }

  @Override
  public int executeUpdate() throws SQLException {
    return small(count(run(sql, parameters, separable, this)));
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return count(run(sql, parameters, separable, this));
  }

  @Override
  public void addBatch() throws SQLException {
    batch(RowBatch.class, () -> new RowBatch(this, sql)).add(parameters.copy());
  }

  // --- description ------------------------------------------------------------------------------

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    session().guardSnapshot();
    return delegate().getMetaData();
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    session().guardSnapshot();
    return delegate().getParameterMetaData();
  }

  // A prepared statement has its text already.

  @Override
  public boolean execute(String other) throws SQLException {
    throw hasText();
  }

  @Override
  public boolean execute(String other, int keys) throws SQLException {
    throw hasText();
  }

  @Override
  public boolean execute(String other, int[] columns) throws SQLException {
    throw hasText();
  }

  @Override
  public boolean execute(String other, String[] columns) throws SQLException {
    throw hasText();
  }

  @Override
  public void addBatch(String other) throws SQLException {
    throw hasText();
  }

  private static SQLException hasText() {
    return new SQLException(
        "Can't use query methods that take a query string on a PreparedStatement.", "42809");
  }
}
