package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.exec.SessionSettings.Setting;
import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a caller has set on a logical connection, made on every physical one behind it. */
abstract class ConfiguredConnection extends ForwardingConnection {
  private final KeyedSession session;
  private Cursor plain = Cursor.DEFAULT;

  ConfiguredConnection(KeyedSession session) {
    this.session = session;
  }

  @Override
  Connection delegate() throws SQLException {
    return session.physical();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    session.transactions().isolation(level);
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    session.guardSnapshot();
    return session.physical().getTransactionIsolation();
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    session.transactions().readOnly(readOnly);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    session.requireOpen();
    return session.settings().readOnly();
  }

  /** Ignored, as the driver ignores it: a connection has one catalog. A pool would remember it. */
  @Override
  public void setCatalog(String catalog) throws SQLException {
    session.requireOpen();
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    if (session.isAttached()) {
      session.guardSnapshot();
    }
    session.transactions().schema(schema);
  }

  @Override
  public String getSchema() throws SQLException {
    session.guardSnapshot();
    return session.physical().getSchema();
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    plain = Cursor.of(plain.type(), plain.concurrency(), holdability);
    session.transactions().set("holdability", c -> c.setHoldability(holdability));
  }

  /** For statements of which the caller says nothing else. */
  final Cursor plainCursor() {
    return plain;
  }

  /** For statements whose holdability is the connection's of now. */
  final Cursor cursor(int type, int concurrency) throws SQLException {
    return Cursor.of(type, concurrency, plain.holdability());
  }

  @Override
  public int getHoldability() throws SQLException {
    return session.physical().getHoldability();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    session.transactions().set("typeMap", c -> c.setTypeMap(map));
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return session.physical().getTypeMap();
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    session.transactions().set("networkTimeout", c -> c.setNetworkTimeout(executor, milliseconds));
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return session.physical().getNetworkTimeout();
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    clientInfo("clientInfo." + name, c -> c.setClientInfo(name, value));
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    clientInfo("clientInfo", c -> c.setClientInfo(properties));
  }

  private void clientInfo(String name, Setting setting) throws SQLClientInfoException {
    try {
      if (session.isAttached()) {
        session.guardSnapshot();
      }
      session.transactions().set(name, setting);
    } catch (SQLClientInfoException e) {
      throw e;
    } catch (SQLException e) {
      throw new SQLClientInfoException(
          e.getMessage(), e.getSQLState(), Map.<String, ClientInfoStatus>of(), e);
    }
  }

  @Override
  public String getClientInfo(String name) throws SQLException {
    return session.physical().getClientInfo(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return session.physical().getClientInfo();
  }
}
