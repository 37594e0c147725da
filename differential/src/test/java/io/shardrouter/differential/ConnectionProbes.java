package io.shardrouter.differential;

import static io.shardrouter.differential.Probe.reading;
import static io.shardrouter.differential.Probe.writing;

import com.google.common.collect.ImmutableList;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/** What a connection does and tells. */
final class ConnectionProbes {
  private static final String CONNECTION = "JDBC: connection";
  private static final String CATALOG = "JDBC: database metadata";

  private ConnectionProbes() {}

  static ImmutableList<Question> all() {
    ImmutableList.Builder<Question> all = ImmutableList.builder();
    properties(all);
    transactions(all);
    types(all);
    catalog(all);
    return all.build();
  }

  private static void properties(ImmutableList.Builder<Question> all) {
    all.add(
        reading(
            CONNECTION,
            "properties",
            (connection, answer) -> {
              answer.note("autocommit", connection.getAutoCommit());
              answer.note("read only", connection.isReadOnly());
              answer.note("isolation", connection.getTransactionIsolation());
              answer.note("holdability", connection.getHoldability());
              answer.note("schema", connection.getSchema());
              answer.note("warnings", connection.getWarnings());
              answer.note("valid", connection.isValid(5));
              answer.note("types", connection.getTypeMap());
              answer.note("native", connection.nativeSQL("select {fn now()}"));
              answer.note("closed", connection.isClosed());
            }),
        reading(
            CONNECTION,
            "calls that a transaction needs",
            (connection, answer) -> {
              answer.attempt(connection::commit);
              answer.attempt(connection::rollback);
              answer.attempt(connection::setSavepoint);
              connection.setAutoCommit(false);
              answer.attempt(
                  () -> answer.note("savepoint", connection.setSavepoint("a").getSavepointName()));
              answer.attempt(connection::commit);
              answer.attempt(() -> connection.setTransactionIsolation(99));
            }),
        reading(
            CONNECTION,
            "a connection that is closed",
            (connection, answer) -> {
              connection.close();
              answer.note("closed", connection.isClosed());
              answer.note("valid", connection.isValid(1));
              answer.attempt(connection::createStatement);
            }));
  }

  private static void transactions(ImmutableList.Builder<Question> all) {
    all.add(
        writing(
            CONNECTION,
            "autocommit on commits",
            (connection, answer) -> {
              connection.setAutoCommit(false);
              update(connection, answer, "u1");
              connection.setAutoCommit(true);
              count(connection, answer);
            }),
        writing(
            CONNECTION,
            "what is not committed is lost",
            (connection, answer) -> {
              connection.setAutoCommit(false);
              update(connection, answer, "u1");
              count(connection, answer);
              connection.rollback();
              count(connection, answer);
              connection.commit();
            }),
        writing(
            CONNECTION,
            "a commit after an error",
            (connection, answer) -> {
              connection.setAutoCommit(false);
              update(connection, answer, "u1");
              answer.attempt(() -> update(connection, answer, "' or 1/0 = 1 or id = '"));
              answer.attempt(() -> count(connection, answer));
              answer.attempt(connection::commit);
              connection.rollback();
              count(connection, answer);
            }),
        writing(
            CONNECTION,
            "back to a savepoint after an error",
            (connection, answer) -> {
              connection.setAutoCommit(false);
              update(connection, answer, "u1");
              var savepoint = connection.setSavepoint();
              answer.attempt(() -> update(connection, answer, "' or 1/0 = 1 or id = '"));
              connection.rollback(savepoint);
              count(connection, answer);
              connection.commit();
              count(connection, answer);
            }),
        writing(
            CONNECTION,
            "a savepoint that is gone",
            (connection, answer) -> {
              connection.setAutoCommit(false);
              update(connection, answer, "u1");
              var savepoint = connection.setSavepoint("s");
              connection.releaseSavepoint(savepoint);
              answer.attempt(() -> connection.rollback(savepoint));
              answer.attempt(connection::commit);
            }));
  }

  private static void update(Connection connection, Answer answer, String id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      answer.note(
          "count", statement.executeUpdate("update users set age = 777 where id = '" + id + "'"));
    }
  }

  private static void count(Connection connection, Answer answer) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      answer.rows(statement.executeQuery("select count(*) from users where age = 777"));
    }
  }

  private static void types(ImmutableList.Builder<Question> all) {
    all.add(
        reading(
            CONNECTION,
            "arrays are made before anything ran",
            (connection, answer) -> {
              Array array = connection.createArrayOf("text", new Object[] {"u1", "u2", null});
              answer.note("type", array.getBaseTypeName());
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      "select id from users where id = any(?) order by id")) {
                statement.setArray(1, array);
                answer.rows(statement.executeQuery());
                statement.setObject(1, new String[] {"u3"});
                answer.rows(statement.executeQuery());
                statement.setObject(1, new String[] {"u4"}, Types.ARRAY);
                answer.rows(statement.executeQuery());
              }
            }),
        reading(
            CONNECTION,
            "clobs and blobs",
            (connection, answer) -> {
              answer.attempt(connection::createClob);
              answer.attempt(connection::createBlob);
              answer.attempt(() -> connection.createStruct("mood", new Object[0]));
            }));
  }

  private static void catalog(ImmutableList.Builder<Question> all) {
    all.add(
        reading(
            CATALOG,
            "product",
            (connection, answer) -> {
              DatabaseMetaData data = connection.getMetaData();
              answer.note(
                  "product", data.getDatabaseProductName() + data.getDatabaseMajorVersion());
              answer.note("quote", data.getIdentifierQuoteString());
              answer.note("keywords", data.getSQLKeywords());
              answer.note("transactions", data.supportsTransactions());
            }),
        tables(
            "tables", data -> data.getTables(null, "public", "%", new String[] {"TABLE", "VIEW"})),
        tables("tables of audit", data -> data.getTables(null, "audit", null, null)),
        tables("columns", data -> data.getColumns(null, "public", "users", null)),
        tables("primary keys", data -> data.getPrimaryKeys(null, "public", "items")),
        tables("imported keys", data -> data.getImportedKeys(null, "public", "items")),
        tables("exported keys", data -> data.getExportedKeys(null, "public", "users")),
        tables("indexes", data -> data.getIndexInfo(null, "public", "users", true, true)),
        tables(
            "row identifiers",
            data -> data.getBestRowIdentifier(null, "public", "orders", 0, true)));
  }

  private interface Described {
    java.sql.ResultSet of(DatabaseMetaData data) throws SQLException;
  }

  /** The database's name, in the first columns, differs: it is cut away. */
  private static Question tables(String name, Described described) {
    return reading(
        CATALOG,
        name,
        (connection, answer) -> {
          try (var rows = described.of(connection.getMetaData())) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
              StringBuilder row = new StringBuilder();
              for (int column = 1; column <= columns; column++) {
                String label = rows.getMetaData().getColumnLabel(column);
                boolean physical =
                    label.endsWith("_CAT") || label.equals("PAGES") || label.equals("CARDINALITY");
                row.append(physical ? "" : label + "=" + rows.getString(column) + " ");
              }
              answer.note("row", row.toString());
            }
          }
        });
  }
}
