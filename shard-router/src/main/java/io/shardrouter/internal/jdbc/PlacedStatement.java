package io.shardrouter.internal.jdbc;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a keyed connection, as far as its place goes: physical statements are made when
 * they are needed, on whichever shard the session is attached to then.
 */
abstract class PlacedStatement extends RanStatement {
  private final KeyedConnection connection;
  private @Nullable Connection home;
  private @Nullable Statement plain;
  private boolean closed;

  PlacedStatement(KeyedConnection connection, Cursor cursor) {
    super(cursor);
    this.connection = connection;
  }

  final KeyedSession session() {
    return connection.session();
  }

  final KeyedConnection connection() {
    return connection;
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
  final void leaveHome() throws SQLException {
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
