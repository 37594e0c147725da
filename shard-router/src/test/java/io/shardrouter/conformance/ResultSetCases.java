package io.shardrouter.conformance;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Moving in result sets, changing rows through them, and how long they live. */
final class ResultSetCases {
  static final String THINGS = "select id, name, amount, flag from things order by id";

  private ResultSetCases() {}

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (int type :
        new int[] {
          ResultSet.TYPE_FORWARD_ONLY,
          ResultSet.TYPE_SCROLL_INSENSITIVE,
          ResultSet.TYPE_SCROLL_SENSITIVE
        }) {
      for (int concurrency : new int[] {ResultSet.CONCUR_READ_ONLY, ResultSet.CONCUR_UPDATABLE}) {
        String of = "of type %d, concurrency %d".formatted(type, concurrency);
        moves()
            .forEach(
                (name, move) ->
                    cases.add(
                        new Case(
                            name + " " + of,
                            (c, seen) -> {
                              try (Statement s = c.createStatement(type, concurrency)) {
                                on(s, move, seen);
                              }
                            })));
      }
    }
    setters()
        .forEach(
            (name, change) ->
                cases.add(
                    new Case(
                        "update a row's " + name,
                        (c, seen) -> {
                          try (Statement s =
                              c.createStatement(
                                  ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
                            updateEveryType(s, change, seen);
                          }
                        })));
    return cases;
  }

  /** Something done with the rows of {@link #THINGS}. */
  @FunctionalInterface
  private interface Move {
    void make(ResultSet rows, Observation seen) throws SQLException;
  }

  private static void on(Statement s, Move move, Observation seen) throws SQLException {
    seen.see("type", s::getResultSetType);
    seen.see("concurrency", s::getResultSetConcurrency);
    try (ResultSet rows = s.executeQuery(THINGS)) {
      seen.see("rows' type", rows::getType);
      seen.see("rows' concurrency", rows::getConcurrency);
      seen.act("move", () -> move.make(rows, seen));
      seen.see("row", rows::getRow);
      seen.see("id", () -> rows.getLong("id"));
      seen.act("rest", () -> seen.rows(rows));
    }
  }

  private static Map<String, Move> moves() {
    Map<String, Move> all = new LinkedHashMap<>();
    all.put(
        "absolute and relative moves",
        (r, seen) -> {
          for (int row : new int[] {3, -1, 0, 99, -99, 2}) {
            seen.see("absolute " + row, () -> r.absolute(row));
            seen.see("row", r::getRow);
          }
          seen.see("relative", () -> r.relative(2));
          seen.see("back", () -> r.relative(-3));
        });
    all.put(
        "ends",
        (r, seen) -> {
          seen.see("before", r::isBeforeFirst);
          seen.see("next", r::next);
          seen.see("first?", r::isFirst);
          seen.see("first", r::first);
          seen.see("previous", r::previous);
          seen.see("last", r::last);
          seen.see("last?", r::isLast);
          seen.act("after", r::afterLast);
          seen.see("after?", r::isAfterLast);
          seen.act("to before", r::beforeFirst);
        });
    all.put(
        "find columns",
        (r, seen) -> {
          r.next();
          for (String name : List.of("id", "ID", "Id", "\"id\"", "none", "")) {
            seen.see(name, () -> r.findColumn(name));
            seen.see(name, () -> r.getString(name));
          }
          for (int index : new int[] {0, 4, 5, -1}) {
            seen.see("column " + index, () -> r.getObject(index));
          }
        });
    all.put(
        "read nowhere",
        (r, seen) -> {
          seen.see("before", () -> r.getInt(1));
          seen.see("null before", r::wasNull);
          r.next();
          seen.see("on", () -> r.getInt(1));
          r.close();
          seen.see("closed", () -> r.getInt(1));
          seen.see("closed?", r::isClosed);
          seen.see("next", r::next);
          seen.act("again", r::close);
          seen.see("columns", r::getMetaData);
        });
    all.put(
        "update a row",
        (r, seen) -> {
          r.next();
          seen.act("set", () -> r.updateString("name", "changed"));
          seen.see("set", () -> r.getString("name"));
          seen.act("update", r::updateRow);
          seen.see("updated", r::rowUpdated);
          seen.act("set again", () -> r.updateBigDecimal(3, BigDecimal.TEN));
          seen.act("cancel", r::cancelRowUpdates);
          seen.see("as before", () -> r.getBigDecimal(3));
          seen.act("refresh", r::refreshRow);
          seen.act("nothing", r::updateRow);
        });
    all.put(
        "insert a row",
        (r, seen) -> {
          r.next();
          seen.act("move", r::moveToInsertRow);
          seen.act("id", () -> r.updateLong(1, 50));
          seen.act("name", () -> r.updateString(2, "inserted"));
          seen.act("flag", () -> r.updateNull("flag"));
          seen.act("amount", () -> r.updateInt("amount", 3));
          seen.see("name", () -> r.getString(2));
          seen.act("insert", r::insertRow);
          seen.see("inserted", r::rowInserted);
          seen.act("back", r::moveToCurrentRow);
        });
    all.put(
        "insert a bad row",
        (r, seen) -> {
          seen.act("move", r::moveToInsertRow);
          seen.act("nothing", r::insertRow);
          seen.act("id", () -> r.updateLong(1, 1));
          seen.act("twice", r::insertRow);
          seen.act("back", r::moveToCurrentRow);
        });
    all.put(
        "delete a row",
        (r, seen) -> {
          seen.act("none", r::deleteRow);
          seen.see("next", () -> r.absolute(5));
          seen.act("delete", r::deleteRow);
          seen.see("deleted", r::rowDeleted);
        });
    return all;
  }

  private static Map<String, Move> setters() {
    Map<String, Move> all = new LinkedHashMap<>();
    all.put(
        "numbers",
        (r, seen) -> {
          r.updateShort("c_int2", (short) 1);
          r.updateInt("c_int4", 2);
          r.updateLong("c_int8", 3);
          r.updateBigDecimal("c_numeric", BigDecimal.ONE);
          r.updateFloat("c_float4", 1.5f);
          r.updateDouble("c_float8", 2.5);
          r.updateBoolean("c_bool", false);
        });
    all.put("byte", (r, seen) -> r.updateByte("c_int2", (byte) 1));
    all.put(
        "texts",
        (r, seen) -> {
          r.updateString("c_text", "t");
          r.updateObject("c_varchar", "v");
          r.updateNString("c_char", "n");
        });
    all.put(
        "times",
        (r, seen) -> {
          r.updateDate("c_date", Date.valueOf("2020-01-02"));
          r.updateTimestamp("c_timestamp", Timestamp.valueOf("2020-01-02 03:04:05"));
          r.updateObject("c_far_date", LocalDate.of(2020, 1, 2));
        });
    all.put("bytes", (r, seen) -> r.updateBytes("c_bytea", new byte[] {1, 2}));
    all.put(
        "binary stream",
        (r, seen) -> r.updateBinaryStream("c_bytea", new ByteArrayInputStream(new byte[] {3}), 1));
    all.put(
        "ascii stream",
        (r, seen) -> r.updateAsciiStream("c_text", new ByteArrayInputStream(new byte[] {65}), 1));
    all.put(
        "character stream",
        (r, seen) -> r.updateCharacterStream("c_text", new StringReader("x"), 1));
    all.put(
        "array",
        (r, seen) ->
            r.updateArray(
                "c_ints",
                r.getStatement().getConnection().createArrayOf("int4", new Integer[] {9})));
    all.put("uuid", (r, seen) -> r.updateObject("c_uuid", UUID.nameUUIDFromBytes(new byte[] {1})));
    all.put("json", (r, seen) -> r.updateObject("c_json", "{}", Types.OTHER));
    all.put(
        "xml",
        (r, seen) -> {
          var xml = r.getStatement().getConnection().createSQLXML();
          xml.setString("<b/>");
          r.updateSQLXML("c_xml", xml);
        });
    all.put("null", (r, seen) -> r.updateNull("c_text"));
    all.put("column that is not there", (r, seen) -> r.updateString("none", "x"));
    all.put("blob", (r, seen) -> r.updateBlob("c_bytea", new ByteArrayInputStream(new byte[] {1})));
    all.put("clob", (r, seen) -> r.updateClob("c_text", new StringReader("x")));
    all.put("row id", (r, seen) -> r.updateRowId("c_text", null));
    return all;
  }

  private static void updateEveryType(Statement s, Move change, Observation seen)
      throws SQLException {
    s.execute(
        "insert into every_type select 3, (jsonb_populate_record(null::every_type, to_jsonb(e) - 'id')).* from every_type e where false");
    s.executeUpdate("insert into every_type (id) values (3)");
    try (ResultSet row = s.executeQuery("select * from every_type where id = 3")) {
      row.next();
      seen.act("change", () -> change.make(row, seen));
      seen.act("update", row::updateRow);
      seen.act("refresh", row::refreshRow);
    }
    seen.see("row", () -> s.executeQuery("select * from every_type where id = 3"));
  }
}
