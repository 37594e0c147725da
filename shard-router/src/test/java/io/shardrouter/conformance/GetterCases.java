package io.shardrouter.conformance;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.geometric.PGpoint;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** Every type of column, read by every getter. */
final class GetterCases {
  private static final Calendar TOKYO = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
  private static final List<Class<?>> CLASSES =
      List.of(
          String.class,
          Boolean.class,
          Short.class,
          Integer.class,
          Long.class,
          BigInteger.class,
          BigDecimal.class,
          Float.class,
          Double.class,
          byte[].class,
          Date.class,
          Time.class,
          Timestamp.class,
          java.util.Date.class,
          Calendar.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          Instant.class,
          ZonedDateTime.class,
          Duration.class,
          UUID.class,
          Array.class,
          Integer[].class,
          String[].class,
          Object.class,
          PGobject.class,
          PGInterval.class,
          PGpoint.class,
          SQLXML.class,
          Blob.class,
          Clob.class,
          InputStream.class,
          Reader.class);

  private GetterCases() {}

  /** A getter, by the number of a column. */
  @FunctionalInterface
  private interface Getter {
    @Nullable Object get(ResultSet row, int column) throws SQLException;
  }

  private static final Map<String, Getter> GETTERS = getters();

  @SuppressWarnings("deprecation") // The driver has them still.
  private static Map<String, Getter> getters() {
    Map<String, Getter> all = new LinkedHashMap<>();
    all.put("getString", ResultSet::getString);
    all.put("getNString", ResultSet::getNString);
    all.put("getBoolean", ResultSet::getBoolean);
    all.put("getByte", ResultSet::getByte);
    all.put("getShort", ResultSet::getShort);
    all.put("getInt", ResultSet::getInt);
    all.put("getLong", ResultSet::getLong);
    all.put("getFloat", ResultSet::getFloat);
    all.put("getDouble", ResultSet::getDouble);
    all.put("getBigDecimal", ResultSet::getBigDecimal);
    all.put("getBigDecimal with scale", (r, i) -> r.getBigDecimal(i, 1));
    all.put("getBytes", ResultSet::getBytes);
    all.put("getDate", ResultSet::getDate);
    all.put("getDate in Tokyo", (r, i) -> r.getDate(i, (Calendar) TOKYO.clone()));
    all.put("getTime", ResultSet::getTime);
    all.put("getTime in Tokyo", (r, i) -> r.getTime(i, (Calendar) TOKYO.clone()));
    all.put("getTimestamp", ResultSet::getTimestamp);
    all.put("getTimestamp in Tokyo", (r, i) -> r.getTimestamp(i, (Calendar) TOKYO.clone()));
    all.put("getObject", ResultSet::getObject);
    all.put("getObject by map", (r, i) -> r.getObject(i, Map.of()));
    all.put("getArray", ResultSet::getArray);
    all.put("getAsciiStream", ResultSet::getAsciiStream);
    all.put("getBinaryStream", ResultSet::getBinaryStream);
    all.put("getUnicodeStream", ResultSet::getUnicodeStream);
    all.put("getCharacterStream", ResultSet::getCharacterStream);
    all.put("getNCharacterStream", ResultSet::getNCharacterStream);
    all.put("getSQLXML", ResultSet::getSQLXML);
    all.put("getBlob", ResultSet::getBlob);
    all.put("getClob", ResultSet::getClob);
    all.put("getNClob", ResultSet::getNClob);
    all.put("getRef", ResultSet::getRef);
    all.put("getRowId", ResultSet::getRowId);
    all.put("getURL", ResultSet::getURL);
    return all;
  }

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (ColumnType type : ColumnType.ALL) {
      String text = "select " + type.column() + " from every_type where id = ";
      cases.add(
          new Case(
              "read " + type,
              (c, seen) -> {
                try (Statement s = c.createStatement();
                    ResultSet row = s.executeQuery(text + 1)) {
                  seen.columns(row.getMetaData());
                  row.next();
                  getAll(row, seen);
                }
              }));
      cases.add(
          new Case(
              "read " + type + " of a server-prepared statement",
              (c, seen) -> {
                try (PreparedStatement s = c.prepareStatement(text + "?")) {
                  for (int i = 0; i < 7; i++) {
                    s.setInt(1, 1);
                    s.executeQuery().close();
                  }
                  try (ResultSet row = s.executeQuery()) {
                    row.next();
                    getAll(row, seen);
                  }
                }
              }));
      cases.add(
          new Case(
              "read a NULL of " + type,
              (c, seen) -> {
                try (Statement s = c.createStatement();
                    ResultSet row = s.executeQuery(text + 2)) {
                  row.next();
                  getAll(row, seen);
                }
              }));
      cases.add(
          new Case(
              "read " + type + " as a class",
              (c, seen) -> {
                try (Statement s = c.createStatement();
                    ResultSet row = s.executeQuery(text + 1)) {
                  row.next();
                  for (Class<?> as : CLASSES) {
                    seen.see(as.getSimpleName(), () -> row.getObject(1, as));
                  }
                }
              }));
    }
    return cases;
  }

  private static void getAll(ResultSet row, Observation seen) {
    GETTERS.forEach(
        (name, getter) -> {
          seen.see(name, () -> getter.get(row, 1));
          seen.see("wasNull", row::wasNull);
        });
  }
}
