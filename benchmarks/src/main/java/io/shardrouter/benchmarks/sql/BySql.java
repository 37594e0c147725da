package io.shardrouter.benchmarks.sql;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/** A data source that looks like one database. */
final class BySql implements Contender {
  static final String COUNT = "select count(*) from users";
  static final String LATEST =
      "select id, name, joined from users order by joined desc limit " + Workload.LATEST_ROWS;
  static final String SCAN =
      "select user_id, id, state from consciousness_states order by user_id, id";

  private static final String AVERAGES =
      "select plan, count(*), avg(balance) from users group by plan order by plan";

  private final DataSource source;
  private final ForUser forUser;
  private final Closing closing;

  /** Gives a connection for what is about one user. */
  @FunctionalInterface
  private interface ForUser {
    Connection connection(String id) throws SQLException;
  }

  /** Ends a data source. */
  @FunctionalInterface
  interface Closing {
    void close() throws SQLException;
  }

  private BySql(DataSource source, ForUser forUser, Closing closing) {
    this.source = source;
    this.forUser = forUser;
    this.closing = closing;
  }

  static BySql of(DataSource source, Closing closing) {
    return new BySql(source, id -> source.getConnection(), closing);
  }

  /** The router, which finds each statement's key by itself. */
  static BySql routed(ShardRouterConfig config) throws SQLException {
    ShardedDataSource router = ShardedDataSource.open(config);
    return of(router, router::close);
  }

  /** The router, told the key where there is one. */
  static BySql keyed(ShardRouterConfig config) throws SQLException {
    ShardedDataSource router = ShardedDataSource.open(config);
    return new BySql(
        router, id -> router.getConnection(ShardKey.of(Access.GROUP, id)), router::close);
  }

  @Override
  public Connection connection(String id) throws SQLException {
    return forUser.connection(id);
  }

  @Override
  public long some(List<String> ids) throws SQLException {
    String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select id, joined from users where id in (" + marks + ")")) {
      for (int i = 0; i < ids.size(); i++) {
        statement.setString(i + 1, ids.get(i));
      }
      return sumOf(statement);
    }
  }

  /** The sum of the last column of all rows, with the lengths of the first. */
  static long sumOf(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      int last = row.getMetaData().getColumnCount();
      long sum = 0;
      while (row.next()) {
        sum += row.getString(1).length() + row.getLong(last);
      }
      return sum;
    }
  }

  @Override
  public long count() throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(COUNT);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public long latest() throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(LATEST)) {
      return sumOf(statement);
    }
  }

  @Override
  public long averages() throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(AVERAGES);
        ResultSet row = statement.executeQuery()) {
      long sum = 0;
      while (row.next()) {
        sum += made(row.getInt(1), row.getLong(2), row.getBigDecimal(3));
      }
      return sum;
    }
  }

  static long made(int plan, long count, BigDecimal average) {
    return plan + count + average.setScale(2, RoundingMode.HALF_UP).unscaledValue().longValue();
  }

  @Override
  public long scan(int fetchSize) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      long sum;
      try (PreparedStatement statement = forScan(connection)) {
        statement.setFetchSize(fetchSize);
        sum = read(statement);
      }
      connection.commit();
      connection.setAutoCommit(true);
      return sum;
    }
  }

  /** Without a cursor that outlives its transaction: with one the driver fetches all at once. */
  private static PreparedStatement forScan(Connection connection) throws SQLException {
    return connection.prepareStatement(
        SCAN,
        ResultSet.TYPE_FORWARD_ONLY,
        ResultSet.CONCUR_READ_ONLY,
        ResultSet.CLOSE_CURSORS_AT_COMMIT);
  }

  private static long read(PreparedStatement statement) throws SQLException {
    long sum = 0;
    String before = "";
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String user = row.getString(1);
        if (user.compareTo(before) < 0) {
          throw new IllegalStateException(user + " comes after " + before);
        }
        before = user;
        sum += row.getLong(2) + row.getString(3).length();
      }
    }
    return sum;
  }

  @Override
  public long batch(List<String> ids) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(OneUser.UPDATE)) {
      return update(statement, ids);
    }
  }

  static long update(PreparedStatement statement, List<String> ids) throws SQLException {
    for (String id : ids) {
      statement.setString(1, id);
      statement.addBatch();
    }
    long rows = 0;
    for (int count : statement.executeBatch()) {
      rows += count;
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    closing.close();
  }
}
