package io.shardrouter.differential;

import static io.shardrouter.differential.Probe.reading;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/** How results are read. */
final class ResultProbes {
  private static final String CATEGORY = "JDBC: results";
  private static final String ONE = " where id = 'u1'";
  private static final String ALL = " order by id";

  private ResultProbes() {}

  static ImmutableList<Question> all() {
    ImmutableList.Builder<Question> all = ImmutableList.builder();
    for (String end : ImmutableList.of(ONE, ALL)) {
      getters(all, end);
      positions(all, end);
      limits(all, end);
    }
    return all.build();
  }

  /** Asks for the rows of one user, or of all in order, and lets {@code reader} look at them. */
  private static Question rows(String name, String columns, String end, Reader reader) {
    String sql = "select " + columns + " from users" + end;
    return reading(
        CATEGORY,
        name + ": " + sql,
        (connection, answer) -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(sql)) {
            reader.read(rows, answer);
          }
        });
  }

  private interface Reader {
    void read(ResultSet rows, Answer answer) throws SQLException;
  }

  private static void getters(ImmutableList.Builder<Question> all, String end) {
    all.add(
        rows("numbers", "age, balance, score, ratio", end, ResultProbes::numbers),
        rows("times", "born, created, seen", end, ResultProbes::times),
        rows(
            "objects",
            "token, photo, tags, lucky, prefs, feeling, active",
            end,
            ResultProbes::objects),
        rows(
            "by label",
            "id as key, name, age as \"Years\"",
            end,
            (rows, answer) -> {
              while (rows.next()) {
                answer.note("labels", rows.getString("key") + rows.getString("NAME"));
                answer.note("quoted", rows.getInt("years"));
                answer.attempt(() -> rows.getString("id"));
                answer.note("find", rows.findColumn("Years"));
              }
            }));
  }

  private static void numbers(ResultSet rows, Answer answer) throws SQLException {
    while (rows.next()) {
      answer.note("int", rows.getInt(1) + " " + rows.wasNull());
      answer.note("long", rows.getLong(2));
      answer.note("Integer", rows.getObject(1, Integer.class));
      answer.note("Long", rows.getObject(2, Long.class));
      answer.note("decimal", rows.getBigDecimal(3));
      answer.note("BigDecimal", rows.getObject(3, BigDecimal.class));
      answer.note("double", rows.getDouble(4) + " " + rows.wasNull());
      answer.attempt(() -> answer.note("short", rows.getShort(2)));
      answer.attempt(() -> answer.note("byte", rows.getByte(1)));
      answer.attempt(() -> answer.note("no column", rows.getInt(9)));
    }
    answer.attempt(() -> answer.note("past the end", rows.getInt(1)));
  }

  private static void times(ResultSet rows, Answer answer) throws SQLException {
    while (rows.next()) {
      answer.note("date", rows.getDate(1));
      answer.note("LocalDate", rows.getObject(1, LocalDate.class));
      answer.note("timestamp", rows.getTimestamp(2));
      answer.note("LocalDateTime", rows.getObject(2, LocalDateTime.class));
      answer.note("instant", rows.getTimestamp(3));
      answer.note("OffsetDateTime", rows.getObject(3, OffsetDateTime.class));
    }
  }

  private static void objects(ResultSet rows, Answer answer) throws SQLException {
    while (rows.next()) {
      answer.note("uuid", rows.getObject(1, UUID.class));
      answer.note("bytes", rows.getBytes(2));
      answer.note("texts", rows.getArray(3));
      answer.note("ints", rows.getArray(4));
      answer.note("json", rows.getObject(5));
      answer.note("enum", rows.getString(6));
      answer.note("boolean", rows.getBoolean(7) + " " + rows.wasNull());
    }
  }

  private static void positions(ImmutableList.Builder<Question> all, String end) {
    all.add(
        rows(
            "positions",
            "id",
            end,
            (rows, answer) -> {
              answer.note("before", rows.isBeforeFirst());
              while (rows.next()) {
                answer.note("row", rows.getRow() + " " + rows.isFirst() + " " + rows.isAfterLast());
              }
              answer.note("after", rows.isAfterLast() + " " + rows.next() + " " + rows.isClosed());
              answer.note("type", rows.getType() + " " + rows.getConcurrency());
              answer.note("direction", rows.getFetchDirection());
              answer.attempt(rows::previous);
              answer.attempt(() -> rows.updateString(1, "x"));
              rows.close();
              answer.note("closed", rows.isClosed());
              answer.attempt(rows::next);
            }),
        reading(
            CATEGORY,
            "scrolling" + end,
            (connection, answer) -> {
              try (Statement statement =
                      connection.createStatement(
                          ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                  ResultSet rows = statement.executeQuery("select id, age from users" + end)) {
                answer.note("last", rows.last() + " " + rows.getRow() + " " + rows.getString(1));
                answer.note("first", rows.first() + " " + rows.getString(1));
                answer.note("absolute", rows.absolute(-1) + " " + rows.getString(1));
                answer.note("previous", rows.previous() + " " + rows.getRow());
              }
            }));
  }

  private static void limits(ImmutableList.Builder<Question> all, String end) {
    all.add(
        reading(
            CATEGORY,
            "a fetch size in a transaction" + end,
            (connection, answer) -> {
              connection.setAutoCommit(false);
              fetched(connection, answer, end, 3);
              connection.commit();
            }),
        reading(
            CATEGORY,
            "a fetch size in autocommit" + end,
            (connection, answer) -> fetched(connection, answer, end, 3)),
        reading(
            CATEGORY,
            "most rows and a fetch size" + end,
            (connection, answer) -> {
              try (PreparedStatement statement =
                  connection.prepareStatement("select id from users" + end)) {
                statement.setMaxRows(4);
                statement.setFetchSize(2);
                answer.rows(statement.executeQuery());
                statement.setMaxRows(0);
                answer.rows(statement.executeQuery());
                answer.note("limits", statement.getMaxRows() + " " + statement.getFetchSize());
              }
            }),
        reading(
            CATEGORY,
            "another query closes the rows of the first" + end,
            (connection, answer) -> {
              try (Statement statement = connection.createStatement()) {
                ResultSet first = statement.executeQuery("select id from users" + end);
                answer.note("next", first.next());
                answer.rows(statement.executeQuery("select count(*) from orders"));
                answer.note("closed", first.isClosed());
                answer.attempt(first::next);
              }
            }),
        reading(
            CATEGORY,
            "rows of several statements beside each other" + end,
            (connection, answer) -> {
              connection.setAutoCommit(false);
              try (Statement one = connection.createStatement();
                  Statement two = connection.createStatement();
                  ResultSet first = one.executeQuery("select id from users" + end);
                  ResultSet second = two.executeQuery("select id from users order by id desc")) {
                while (first.next() && second.next()) {
                  answer.note("pair", first.getString(1) + " " + second.getString(1));
                }
              }
              connection.commit();
            }));
  }

  private static void fetched(Connection connection, Answer answer, String end, int size)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(size);
      answer.rows(statement.executeQuery("select id, age, name from users" + end));
    }
  }
}
