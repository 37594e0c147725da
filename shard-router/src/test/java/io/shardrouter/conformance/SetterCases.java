package io.shardrouter.conformance;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

/** Every setter, for parameters of several types. */
@SuppressWarnings("JavaUtilDate") // What callers may pass.
final class SetterCases {
  private SetterCases() {}

  /** A setter with a value. */
  @FunctionalInterface
  interface Setter {
    void set(PreparedStatement statement, int index) throws Exception;
  }

  private static Calendar tokyo() {
    return Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
  }

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    Map<String, Setter> setters = new LinkedHashMap<>();
    numbers(setters);
    texts(setters);
    times(setters);
    large(setters);
    javaTime(setters);
    setters.putAll(ObjectSetterCases.all());
    setters.forEach(
        (name, setter) ->
            cases.add(
                new Case(
                    "set " + name,
                    (c, seen) -> {
                      for (String sql :
                          List.of(
                              "select ?",
                              "select ?::text",
                              "select pg_typeof(?)",
                              "select coalesce(?, null)",
                              "select ?::text, id from things where id = 1",
                              "insert into parts (thing, no, note) values (2, 7, ?) returning note")) {
                        try (PreparedStatement s = c.prepareStatement(sql)) {
                          run(s, sql, setter, seen);
                        }
                      }
                    })));
    for (ColumnType type : ColumnType.ALL) {
      cases.add(
          new Case(
              "set into " + type,
              (c, seen) ->
                  into(
                      c.prepareStatement(
                          "insert into every_type (id, " + type.column() + ") values (3, ?)"),
                      type,
                      seen)));
    }
    return cases;
  }

  private static void run(PreparedStatement s, String sql, Setter setter, Observation seen) {
    seen.act(
        sql,
        () -> {
          for (int i = 0; i < 2; i++) {
            seen.act(
                "execution",
                () -> {
                  setter.set(s, 1);
                  try (ResultSet rows = s.executeQuery()) {
                    seen.see("type", () -> rows.getMetaData().getColumnTypeName(1));
                    seen.rows(rows);
                  }
                });
          }
        });
  }

  /** Gives the value of {@code type} back as the driver itself read it, and by other ways. */
  private static void into(PreparedStatement insert, ColumnType type, Observation seen)
      throws SQLException {
    Map<String, Setter> ways = new LinkedHashMap<>();
    Object[] value = new Object[1];
    String read = "select " + type.column() + " from every_type where id = ";
    try (insert;
        PreparedStatement s = insert.getConnection().prepareStatement(read + 1);
        ResultSet row = s.executeQuery()) {
      row.next();
      value[0] = row.getObject(1);
      int code = row.getMetaData().getColumnType(1);
      ways.put("object", (p, i) -> p.setObject(i, value[0]));
      ways.put("object with type", (p, i) -> p.setObject(i, value[0], code));
      ways.put("text", (p, i) -> p.setString(i, type.literal()));
      ways.put("other", (p, i) -> p.setObject(i, type.literal(), Types.OTHER));
      ways.put("null", (p, i) -> p.setNull(i, code));
      ways.put("null object", (p, i) -> p.setObject(i, null));
      seen.parameters(insert.getParameterMetaData());
      for (Map.Entry<String, Setter> way : ways.entrySet()) {
        seen.see(
            way.getKey(),
            () -> {
              way.getValue().set(insert, 1);
              return insert.executeUpdate();
            });
        try (PreparedStatement back = insert.getConnection().prepareStatement(read + 3)) {
          seen.see("back", back::executeQuery);
        }
        try (PreparedStatement gone =
            insert.getConnection().prepareStatement("delete from every_type where id = 3")) {
          seen.see("deleted", gone::executeUpdate);
        }
      }
    }
  }

  private static void numbers(Map<String, Setter> to) {
    to.put("boolean", (s, i) -> s.setBoolean(i, true));
    to.put("byte", (s, i) -> s.setByte(i, (byte) 1));
    to.put("short", (s, i) -> s.setShort(i, (short) -2));
    to.put("int", (s, i) -> s.setInt(i, Integer.MIN_VALUE));
    to.put("long", (s, i) -> s.setLong(i, Long.MAX_VALUE));
    to.put("float", (s, i) -> s.setFloat(i, 1.25f));
    to.put("double", (s, i) -> s.setDouble(i, Double.NEGATIVE_INFINITY));
    to.put("decimal", (s, i) -> s.setBigDecimal(i, new BigDecimal("1.50")));
    to.put("null decimal", (s, i) -> s.setBigDecimal(i, null));
  }

  private static void texts(Map<String, Setter> to) {
    to.put("string", (s, i) -> s.setString(i, "it's ? \\ häuser"));
    to.put("empty string", (s, i) -> s.setString(i, ""));
    to.put("null string", (s, i) -> s.setString(i, null));
    to.put("string with NUL", (s, i) -> s.setString(i, "a\0b"));
    to.put("national string", (s, i) -> s.setNString(i, "n"));
    to.put("bytes", (s, i) -> s.setBytes(i, new byte[] {0, 1, -1}));
    to.put("null bytes", (s, i) -> s.setBytes(i, null));
    to.put("url", (s, i) -> s.setURL(i, URI.create("http://localhost/").toURL()));
    to.put("row id", (s, i) -> s.setRowId(i, null));
    to.put("ref", (s, i) -> s.setRef(i, null));
    to.put("index 0", (s, i) -> s.setString(0, "x"));
    to.put("index beyond", (s, i) -> s.setString(i + 1, "x"));
    to.put("nothing", (s, i) -> {});
    to.put(
        "and cleared",
        (s, i) -> {
          s.setInt(i, 1);
          s.clearParameters();
        });
  }

  private static void times(Map<String, Setter> to) {
    Timestamp at = Timestamp.valueOf("2024-03-31 12:13:14.123456");
    to.put("date", (s, i) -> s.setDate(i, Date.valueOf("2024-02-29")));
    to.put("date in Tokyo", (s, i) -> s.setDate(i, Date.valueOf("2024-02-29"), tokyo()));
    to.put("null date", (s, i) -> s.setDate(i, null));
    to.put("time", (s, i) -> s.setTime(i, Time.valueOf("10:11:12")));
    to.put("time in Tokyo", (s, i) -> s.setTime(i, Time.valueOf("10:11:12"), tokyo()));
    to.put("timestamp", (s, i) -> s.setTimestamp(i, at));
    to.put("timestamp in Tokyo", (s, i) -> s.setTimestamp(i, at, tokyo()));
    to.put("null timestamp in Tokyo", (s, i) -> s.setTimestamp(i, null, tokyo()));
    to.put("timestamp as timestamptz", (s, i) -> s.setObject(i, at, Types.TIMESTAMP_WITH_TIMEZONE));
    to.put("java.util.Date", (s, i) -> s.setObject(i, new java.util.Date(1)));
    to.put("calendar", (s, i) -> s.setObject(i, tokyo().getTime()));
  }

  @SuppressWarnings("deprecation") // The driver has them still.
  private static void large(Map<String, Setter> to) {
    byte[] bytes = "bytes".getBytes(StandardCharsets.US_ASCII);
    to.put("binary stream", (s, i) -> s.setBinaryStream(i, new ByteArrayInputStream(bytes)));
    to.put(
        "binary stream of int length",
        (s, i) -> s.setBinaryStream(i, new ByteArrayInputStream(bytes), 3));
    to.put(
        "binary stream of long length",
        (s, i) -> s.setBinaryStream(i, new ByteArrayInputStream(bytes), 5L));
    to.put(
        "short binary stream", (s, i) -> s.setBinaryStream(i, new ByteArrayInputStream(bytes), 9));
    to.put("null binary stream", (s, i) -> s.setBinaryStream(i, null));
    to.put("ascii stream", (s, i) -> s.setAsciiStream(i, new ByteArrayInputStream(bytes)));
    to.put(
        "ascii stream of int length",
        (s, i) -> s.setAsciiStream(i, new ByteArrayInputStream(bytes), 3));
    to.put("unicode stream", (s, i) -> s.setUnicodeStream(i, new ByteArrayInputStream(bytes), 5));
    to.put("character stream", (s, i) -> s.setCharacterStream(i, new StringReader("chars")));
    to.put(
        "character stream of int length",
        (s, i) -> s.setCharacterStream(i, new StringReader("chars"), 3));
    to.put(
        "character stream of long length",
        (s, i) -> s.setCharacterStream(i, new StringReader("chars"), 3L));
    to.put(
        "national character stream", (s, i) -> s.setNCharacterStream(i, new StringReader("chars")));
    to.put("blob of a stream", (s, i) -> s.setBlob(i, new ByteArrayInputStream(bytes)));
    to.put("null blob", (s, i) -> s.setBlob(i, (Blob) null));
    to.put("clob of a reader", (s, i) -> s.setClob(i, new StringReader("chars")));
    to.put("null clob", (s, i) -> s.setClob(i, (Clob) null));
    to.put(
        "xml",
        (s, i) -> {
          SQLXML xml = s.getConnection().createSQLXML();
          xml.setString("<a/>");
          s.setSQLXML(i, xml);
        });
    to.put("null xml", (s, i) -> s.setSQLXML(i, null));
  }

  private static void javaTime(Map<String, Setter> to) {
    List<Object> values =
        List.of(
            LocalDate.of(2024, 2, 29),
            LocalDate.MAX,
            LocalTime.of(23, 59, 59, 999_999_999),
            LocalDateTime.of(2024, 3, 31, 2, 30),
            OffsetDateTime.parse("2024-03-31T02:30:00+09:00"),
            OffsetDateTime.MIN,
            OffsetTime.parse("02:30:00+09:00"),
            ZonedDateTime.parse("2024-03-31T12:30:00Z"),
            Instant.parse("2024-03-31T12:30:00Z"));
    for (Object value : values) {
      to.put(value.getClass().getSimpleName() + " " + value, (s, i) -> s.setObject(i, value));
    }
    to.put("LocalDate as DATE", (s, i) -> s.setObject(i, LocalDate.EPOCH, Types.DATE));
    to.put(
        "LocalDateTime as TIMESTAMP",
        (s, i) -> s.setObject(i, LocalDate.EPOCH.atStartOfDay(), Types.TIMESTAMP));
    to.put("LocalTime as TIME", (s, i) -> s.setObject(i, LocalTime.NOON, Types.TIME));
    to.put(
        "OffsetDateTime as TIMESTAMPTZ",
        (s, i) ->
            s.setObject(
                i,
                OffsetDateTime.parse("2024-03-31T02:30:00+09:00"),
                Types.TIMESTAMP_WITH_TIMEZONE));
  }
}
