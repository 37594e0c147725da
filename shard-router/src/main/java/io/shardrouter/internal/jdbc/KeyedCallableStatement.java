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
  @Nullable Object object(@Nullable Object value) {
    return value instanceof ResultSet opened ? keyed(opened) : value;
  }
}
