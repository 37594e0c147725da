package io.shardrouter.internal.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.Driver;

/** What one shard's catalog tells; the schemas of all shards are the same. */
final class KeyedDatabaseMetaData extends ForwardingDatabaseMetaData {
  private static final Driver DRIVER = new Driver();

  private final KeyedConnection connection;

  KeyedDatabaseMetaData(KeyedConnection connection) {
    this.connection = connection;
  }

  @Override
  DatabaseMetaData delegate() throws SQLException {
    connection.session().guardSnapshot();
    return connection.session().physical().getMetaData();
  }

  @Override
  ResultSet results(ResultSet physical) throws SQLException {
    connection.session().keepFor(physical);
    return new DescriptionResultSet(physical);
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public int getDriverMajorVersion() {
    return DRIVER.getMajorVersion();
  }

  @Override
  public int getDriverMinorVersion() {
    return DRIVER.getMinorVersion();
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    throw new SQLException("not a wrapper for " + iface.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
