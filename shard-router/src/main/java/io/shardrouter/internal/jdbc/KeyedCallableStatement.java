package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.Separable;
import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A call on a keyed connection; it is guarded ahead, in a transaction of its own if need be. */
final class KeyedCallableStatement extends ForwardingCallableStatement {
  KeyedCallableStatement(KeyedConnection connection, String sql, Cursor cursor) {
    super(connection, sql, cursor, Separable.APART, cursor::prepareCall);
  }

  @Override
  CallableStatement delegate() throws SQLException {
    return (CallableStatement) plain();
  }

  @Override
  @Nullable Object object(@Nullable Object value) throws SQLException {
    return value instanceof ResultSet opened ? keyed(opened) : value;
  }

  /** The driver gives a refcursor's rows where they are asked for by their class. */
  @Override
  public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
    return type.cast(object(delegate().getObject(index, type)));
  }

  @Override
  public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
    return type.cast(object(delegate().getObject(name, type)));
  }
}
