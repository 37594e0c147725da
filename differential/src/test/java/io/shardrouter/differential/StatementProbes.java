package io.shardrouter.differential;

import static io.shardrouter.differential.Probe.reading;
import static io.shardrouter.differential.Probe.writing;

import com.google.common.collect.ImmutableList;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** How statements are prepared and run. */
final class StatementProbes {
  private static final String DESCRIBING = "JDBC: metadata";
  private static final String RUNNING = "JDBC: statements";

  private static final ImmutableList<String> DESCRIBED =
      ImmutableList.of(
          "select * from users",
          "select * from users where id = ?",
          "select id as key, count(*) as n, avg(age), sum(score) / 2 as half from users group by id",
          "select count(*), sum(age), sum(balance), avg(score), min(name), max(born) from users",
          "select u.id, o.no, c.name from users u join orders o on o.user_id = u.id left join"
              + " countries c on c.code = o.country",
          "select a.id from users u join accounts a on a.owner = u.id where u.age > ?",
          "select age from users union select score from users",
          "select distinct on (country) country, id from users order by country, id",
          "with x as (select * from orders) select * from x where total > ? limit ?",
          "select string_agg(name, ',') from users",
          "update users set age = ? where id = ?",
          "insert into users (id, age, born, prefs) values (?, ?, ?, ?::jsonb)",
          "insert into users (id) values (?) returning id, balance",
          "select id from countries",
          "select code, euro from countries where population > ?",
          "select * from nowhere");

  private StatementProbes() {}

  static ImmutableList<Question> all() {
    ImmutableList.Builder<Question> all = ImmutableList.builder();
    for (String sql : DESCRIBED) {
      all.add(
          reading(DESCRIBING, "before it runs: " + sql, (c, answer) -> described(c, answer, sql)),
          reading(DESCRIBING, "parameters: " + sql, (c, answer) -> parameters(c, answer, sql)));
    }
    running(all);
    repeating(all);
    writes(all);
    return all.build();
  }

  private static void described(Connection connection, Answer answer, String sql)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData data = statement.getMetaData();
      if (data == null) {
        answer.note("metadata", null);
        return;
      }
      for (int i = 1; i <= data.getColumnCount(); i++) {
        answer.note("names", data.getColumnName(i) + "/" + data.getColumnLabel(i));
        answer.note("table", data.getSchemaName(i) + "." + data.getTableName(i));
        answer.note("type", data.getColumnTypeName(i) + " " + data.getColumnClassName(i));
        answer.note("size", data.getPrecision(i) + "," + data.getScale(i));
        answer.note("nullable", data.isNullable(i) + " " + data.isAutoIncrement(i));
        answer.note("width", data.getColumnDisplaySize(i) + " " + data.isSigned(i));
      }
    }
  }

  private static void parameters(Connection connection, Answer answer, String sql)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      var data = statement.getParameterMetaData();
      for (int i = 1; i <= data.getParameterCount(); i++) {
        answer.note("type", data.getParameterTypeName(i) + " " + data.getParameterType(i));
        answer.note("class", data.getParameterClassName(i) + " " + data.getParameterMode(i));
      }
    }
  }

  private static void running(ImmutableList.Builder<Question> all) {
    for (String sql :
        ImmutableList.of(
            "select id from users where id = 'u1'",
            "select count(*) from users",
            "update users set age = 1 where id = 'nobody'",
            "select 1; select 2",
            "")) {
      all.add(
          reading(
              RUNNING,
              "executeQuery: " + sql,
              (connection, answer) -> {
                try (Statement statement = connection.createStatement()) {
                  answer.rows(statement.executeQuery(sql));
                }
              }),
          reading(
              RUNNING,
              "executeUpdate: " + sql,
              (connection, answer) -> {
                try (Statement statement = connection.createStatement()) {
                  answer.note("count", statement.executeUpdate(sql));
                  answer.note("large", statement.getLargeUpdateCount());
                }
              }));
    }
    all.add(
        reading(
            RUNNING,
            "a parameter is missing",
            (connection, answer) -> {
              try (PreparedStatement statement =
                  connection.prepareStatement("select id from users where age > ? and level < ?")) {
                statement.setInt(1, 3);
                answer.rows(statement.executeQuery());
              }
            }),
        reading(
            RUNNING,
            "a parameter too many",
            (connection, answer) -> {
              try (PreparedStatement statement =
                  connection.prepareStatement("select id from users where age > ?")) {
                statement.setInt(1, 3);
                statement.setInt(2, 3);
                answer.rows(statement.executeQuery());
              }
            }),
        reading(
            RUNNING,
            "a statement that is closed",
            (connection, answer) -> {
              Statement statement = connection.createStatement();
              statement.close();
              answer.attempt(() -> statement.executeQuery("select count(*) from users"));
              answer.note("closed", statement.isClosed());
            }),
        reading(
            RUNNING,
            "no more results",
            (connection, answer) -> {
              try (Statement statement = connection.createStatement()) {
                answer.note("rows", statement.execute("select count(*) from users"));
                answer.note("count", statement.getUpdateCount());
                answer.note("more", statement.getMoreResults());
                answer.note("count", statement.getUpdateCount());
                answer.note("warnings", statement.getWarnings());
              }
            }));
  }

  private static void repeating(ImmutableList.Builder<Question> all) {
    for (String sql :
        ImmutableList.of(
            "select id, age, score, seen from users where id = ?",
            "select id, age, score, seen, tags from users where id > ? order by id",
            "select count(*), avg(score), max(seen) from users where id > ?")) {
      all.add(
          reading(
              RUNNING,
              "ten times: " + sql,
              (connection, answer) -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                  for (int i = 0; i < 10; i++) {
                    statement.setString(1, "u" + i * 7);
                    answer.rows(statement.executeQuery());
                  }
                  statement.clearParameters();
                  answer.attempt(() -> answer.rows(statement.executeQuery()));
                }
              }));
    }
  }

  private static void writes(ImmutableList.Builder<Question> all) {
    all.add(
        writing(
            RUNNING,
            "a batch of texts",
            (connection, answer) -> {
              try (Statement statement = connection.createStatement()) {
                statement.addBatch("update users set age = 1 where id = 'u1'");
                statement.addBatch("update users set age = 2 where id = 'u1'");
                statement.addBatch("delete from items where user_id = 'u1'");
                answer.note("counts", Arrays.toString(statement.executeBatch()));
                answer.note("empty", Arrays.toString(statement.executeBatch()));
              }
            }),
        writing(
            RUNNING,
            "a batch that is cleared",
            (connection, answer) -> {
              try (Statement statement = connection.createStatement()) {
                statement.addBatch("update users set age = 1 where id = 'u1'");
                statement.clearBatch();
                answer.note("counts", Arrays.toString(statement.executeBatch()));
              }
            }),
        writing(
            RUNNING,
            "generated keys by number",
            (connection, answer) -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      "insert into users (id) values ('new')", Statement.RETURN_GENERATED_KEYS)) {
                answer.note("count", statement.executeUpdate());
                answer.rows(statement.getGeneratedKeys());
              }
            }),
        writing(
            RUNNING,
            "no generated keys were asked for",
            (connection, answer) -> {
              try (Statement statement = connection.createStatement()) {
                answer.note(
                    "count", statement.executeUpdate("insert into users (id) values ('n')"));
                answer.rows(statement.getGeneratedKeys());
              }
            }),
        writing(
            RUNNING,
            "a row that can be updated",
            (connection, answer) -> {
              try (Statement statement =
                      connection.createStatement(
                          ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
                  ResultSet rows =
                      statement.executeQuery("select id, name from users where id = 'u1'")) {
                answer.note("next", rows.next());
                rows.updateString("name", "updated");
                rows.updateRow();
              }
            }));
  }
}
