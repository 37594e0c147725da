package io.shardrouter;

import static io.shardrouter.GatheredShards.ascending;
import static io.shardrouter.GatheredShards.finish;
import static io.shardrouter.GatheredShards.merge;
import static io.shardrouter.GatheredShards.pull;
import static io.shardrouter.GatheredShards.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.exec.Wanted;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Gathering.Merge;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gathered rows answer every call, at every place, as the driver's own result set does. */
class GatheredResultSetTest {
  private GatheredShards shards;

  @BeforeEach
  void start() throws SQLException {
    shards = GatheredShards.of(3);
    shards.execute(
        "create table t (id int primary key, name text, price numeric(10,2), day date not null)");
  }

  @AfterEach
  void stop() throws SQLException {
    assertThat(ScatterProbe.active(shards.router())).isZero();
    shards.close();
  }

  private enum Way {
    IN_ORDER,
    HIDDEN,
    FINISHED;

    Gathering gathering() {
      return switch (this) {
        case IN_ORDER ->
            merge(text("select id, name, price, day from t order by id"), ascending(1));
        case HIDDEN ->
            new Merge(
                text("select id, name, price, day, id from t order by id"),
                1,
                ImmutableList.of(ascending(5)),
                Optional.empty(),
                Optional.empty(),
                GatheredShards.REFUSED);
        case FINISHED ->
            finish(
                "select id, name, price, day from t order by id",
                pull("t", "id integer", "name text", "price numeric(10,2)", "day date"));
      };
    }
  }

  private interface Call {
    Object on(ResultSet rows) throws SQLException;
  }

  /** A call without a result. */
  private interface Act {
    void on(ResultSet rows) throws SQLException;
  }

  private static Call act(Act act) {
    return rows -> {
      act.on(rows);
      return "done";
    };
  }

  private static Map<String, Call> calls() {
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("isBeforeFirst", ResultSet::isBeforeFirst);
    calls.put("isFirst", ResultSet::isFirst);
    calls.put("isLast", ResultSet::isLast);
    calls.put("isAfterLast", ResultSet::isAfterLast);
    calls.put("getRow", ResultSet::getRow);
    calls.put("getInt(1)", rows -> rows.getInt(1));
    calls.put("getString(name)", rows -> rows.getString("name"));
    calls.put("wasNull", ResultSet::wasNull);
    calls.put("getObject(NAME)", rows -> rows.getObject("NAME"));
    calls.put("getBigDecimal(3)", rows -> rows.getBigDecimal(3));
    calls.put("getDate(day)", rows -> rows.getDate("day"));
    calls.put("getObject(day)", rows -> rows.getObject("day", java.time.LocalDate.class));
    calls.put("getInt(5)", rows -> rows.getInt(5));
    calls.put("getString(5)", rows -> rows.getString(5));
    calls.put("getObject(6)", rows -> rows.getObject(6));
    calls.put("getInt(0)", rows -> rows.getInt(0));
    calls.put(
        "getInt(nothing)",
        // Of a wrong label and a wrong place, the driver tells the one and we the other.
        rows -> rows.getRow() > 0 ? rows.getInt("nothing") : "two mistakes");
    calls.put("getInt(name)", rows -> rows.getInt("name"));
    calls.put("findColumn(Price)", rows -> rows.findColumn("Price"));
    calls.put("findColumn(nothing)", rows -> rows.findColumn("nothing"));
    calls.put("getType", ResultSet::getType);
    calls.put("getConcurrency", ResultSet::getConcurrency);
    calls.put("getFetchDirection", ResultSet::getFetchDirection);
    calls.put("getCursorName", ResultSet::getCursorName);
    calls.put("getWarnings", ResultSet::getWarnings);
    calls.put("clearWarnings", act(ResultSet::clearWarnings));
    calls.put("isClosed", ResultSet::isClosed);
    calls.put("absolute", rows -> rows.absolute(1));
    calls.put("relative", rows -> rows.relative(1));
    calls.put("first", ResultSet::first);
    calls.put("last", ResultSet::last);
    calls.put("previous", ResultSet::previous);
    calls.put("beforeFirst", act(ResultSet::beforeFirst));
    calls.put("afterLast", act(ResultSet::afterLast));
    calls.put("setFetchSize(-1)", act(rows -> rows.setFetchSize(-1)));
    calls.put("setFetchSize(5)", act(rows -> rows.setFetchSize(5)));
    calls.put("getFetchSize", ResultSet::getFetchSize);
    calls.put("reverse", act(rows -> rows.setFetchDirection(ResultSet.FETCH_REVERSE)));
    calls.put("forward", act(rows -> rows.setFetchDirection(ResultSet.FETCH_FORWARD)));
    calls.put("insertRow", act(ResultSet::insertRow));
    calls.put("updateRow", act(ResultSet::updateRow));
    calls.put("deleteRow", act(ResultSet::deleteRow));
    calls.put("moveToInsertRow", act(ResultSet::moveToInsertRow));
    calls.put("refreshRow", act(ResultSet::refreshRow));
    calls.put("rowUpdated", ResultSet::rowUpdated);
    calls.put("rowInserted", ResultSet::rowInserted);
    calls.put("rowDeleted", ResultSet::rowDeleted);
    return calls;
  }

  private static String outcome(Call call, ResultSet rows) {
    try {
      return String.valueOf(call.on(rows));
    } catch (SQLException e) {
      return e.getSQLState() + " " + e.getMessage();
    }
  }

  /** The outcome of every call before the first row, on each row, behind the last, and closed. */
  private static List<String> outcomes(ResultSet rows) throws SQLException {
    List<String> outcomes = new ArrayList<>();
    everything(rows, "before", outcomes);
    int row = 0;
    while (rows.next()) {
      everything(rows, "row " + ++row, outcomes);
    }
    everything(rows, "behind", outcomes);
    outcomes.add("next behind: " + rows.next());
    rows.close();
    everything(rows, "closed", outcomes);
    outcomes.add("next closed: " + outcome(ResultSet::next, rows));
    rows.close();
    return outcomes;
  }

  private static void everything(ResultSet rows, String where, List<String> outcomes) {
    calls().forEach((name, call) -> outcomes.add(where + " " + name + ": " + outcome(call, rows)));
  }

  private static List<String> differences(List<String> given, List<String> expected) {
    assertThat(given).hasSameSizeAs(expected);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (!given.get(i).equals(expected.get(i))) {
        differences.add("%s, not %s".formatted(given.get(i), expected.get(i)));
      }
    }
    return differences;
  }

  private ResultSet plain() throws SQLException {
    Statement statement = shards.plain().createStatement();
    return statement.executeQuery("select id, name, price, day from t order by id");
  }

  private void fill(int rows) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= rows; i++) {
      values.add(
          "%d, %s, %d.5, '2024-01-01'".formatted(i, i % 2 == 0 ? "null" : "'n" + i + "'", i));
    }
    shards.insert("t", values);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7})
  void everyCallAtEveryPlaceIsAnsweredAsByTheDriver(int count) throws SQLException {
    fill(count);
    for (Way way : Way.values()) {
      for (int fetchSize : new int[] {1, 2, 100}) {
        List<String> expected = outcomes(plain());
        List<String> given =
            outcomes(shards.open(way.gathering(), new Wanted(fetchSize, 0, Duration.ZERO)));
        assertThat(differences(given, expected)).as("%s, %d at a time", way, fetchSize).isEmpty();
      }
    }
  }

  @Test
  void withoutAnOrderTheLastRowIsKnownToo() throws SQLException {
    fill(7);
    for (int fetchSize : new int[] {1, 2, 100}) {
      try (ResultSet rows =
          shards.open(merge(text("select id from t")), new Wanted(fetchSize, 0, Duration.ZERO))) {
        for (int i = 1; i <= 7; i++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.isLast()).isEqualTo(i == 7);
          assertThat(rows.getRow()).isEqualTo(i);
        }
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void theColumnsAreDescribedAsByTheDriver(Way way) throws SQLException {
    for (int rows : new int[] {0, 4}) {
      fill(rows);
      List<String> expected;
      try (ResultSet plain = plain()) {
        expected = described(plain.getMetaData(), way);
      }
      try (ResultSet given = shards.open(way.gathering(), Wanted.ALL)) {
        assertThat(described(given.getMetaData(), way)).isEqualTo(expected);
        while (given.next()) {
          assertThat(described(given.getMetaData(), way)).isEqualTo(expected);
        }
        assertThat(described(given.getMetaData(), way)).isEqualTo(expected);
      }
    }
  }

  private static List<String> described(ResultSetMetaData columns, Way way) throws SQLException {
    List<String> described = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      described.add(
          String.join(
              "|",
              columns.getColumnLabel(i),
              columns.getColumnName(i),
              columns.getColumnTypeName(i),
              columns.getColumnClassName(i),
              String.valueOf(columns.getColumnType(i)),
              String.valueOf(columns.getPrecision(i)),
              String.valueOf(columns.getScale(i)),
              String.valueOf(columns.getColumnDisplaySize(i)),
              String.valueOf(columns.isSigned(i)),
              String.valueOf(columns.isCaseSensitive(i)),
              String.valueOf(columns.isCurrency(i)),
              String.valueOf(columns.isSearchable(i)),
              columns.getCatalogName(i)));
      if (way != Way.FINISHED) {
        described.add(
            columns.getTableName(i)
                + columns.getSchemaName(i)
                + columns.isNullable(i)
                + columns.isAutoIncrement(i)
                + columns.isReadOnly(i)
                + columns.isWritable(i)
                + columns.isDefinitelyWritable(i));
      }
    }
    return described;
  }

  @Test
  void itIsClosedOnceAndTellsSo() throws SQLException {
    List<String> told = new ArrayList<>();
    ResultSet rows =
        new io.shardrouter.internal.jdbc.GatheredResultSet(
            GatheredShards.start(shards.router(), Way.IN_ORDER.gathering(), Wanted.ALL),
            null,
            7,
            () -> told.add("failed"),
            () -> told.add("closed"));
    assertThat(rows.getFetchSize()).isEqualTo(7);
    assertThat(rows.getStatement()).isNull();
    assertThat(rows.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    rows.close();
    rows.close();
    assertThat(told).containsExactly("closed");
  }
}
