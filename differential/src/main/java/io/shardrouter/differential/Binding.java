package io.shardrouter.differential;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * A parameter's value.
 *
 * @param setter which of JDBC's setters is used; a name of {@link #set}
 * @param value as text
 */
record Binding(String setter, String value) {
  /** As {@code setter value}; quotes around the value keep its spaces. */
  static Binding parse(String text) {
    String[] parts = text.strip().split(" ", 2);
    String value = parts.length == 2 ? parts[1].strip() : "";
    boolean quoted = value.length() >= 2 && value.startsWith("'") && value.endsWith("'");
    return new Binding(parts[0], quoted ? value.substring(1, value.length() - 1) : value);
  }

  void set(Connection connection, PreparedStatement statement, int index) throws SQLException {
    switch (setter) {
      case "text" -> statement.setString(index, value);
      case "int" -> statement.setInt(index, Integer.parseInt(value));
      case "long" -> statement.setLong(index, Long.parseLong(value));
      case "short" -> statement.setShort(index, Short.parseShort(value));
      case "numeric" -> statement.setBigDecimal(index, new BigDecimal(value));
      case "double" -> statement.setDouble(index, Double.parseDouble(value));
      case "float" -> statement.setFloat(index, Float.parseFloat(value));
      case "bool" -> statement.setBoolean(index, Boolean.parseBoolean(value));
      case "bytes" -> statement.setBytes(index, HexFormat.of().parseHex(value));
      case "null" ->
          statement.setNull(
              index, JDBCType.valueOf(value.toUpperCase(Locale.ROOT)).getVendorTypeNumber());
      case "sqldate" -> statement.setDate(index, Date.valueOf(value));
      case "sqltimestamp" -> statement.setTimestamp(index, Timestamp.valueOf(value));
      case "texts", "ints", "longs" ->
          statement.setArray(index, connection.createArrayOf(element(), elements()));
      default -> setObject(statement, index);
    }
  }

  private void setObject(PreparedStatement statement, int index) throws SQLException {
    switch (setter) {
      case "other" -> statement.setObject(index, value, Types.OTHER);
      case "uuid" -> statement.setObject(index, UUID.fromString(value));
      case "date" -> statement.setObject(index, LocalDate.parse(value));
      case "timestamp" -> statement.setObject(index, LocalDateTime.parse(value));
      case "timestamptz" -> statement.setObject(index, OffsetDateTime.parse(value));
      case "object" -> statement.setObject(index, value);
      case "objectint" -> statement.setObject(index, Integer.valueOf(value));
      case "objectlong" -> statement.setObject(index, Long.valueOf(value));
      case "asbigint" -> statement.setObject(index, value, Types.BIGINT);
      case "asvarchar" -> statement.setObject(index, value, Types.VARCHAR);
      case "asnumeric" -> statement.setObject(index, value, Types.NUMERIC);
      default -> throw new IllegalArgumentException("no setter " + setter);
    }
  }

  private String element() {
    return switch (setter) {
      case "texts" -> "text";
      case "ints" -> "integer";
      default -> "bigint";
    };
  }

  /** Commas separate them. */
  private Object[] elements() {
    String[] parts = value.isEmpty() ? new String[0] : value.split(",", -1);
    Object[] elements = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].equals("NULL")) {
        elements[i] =
            switch (setter) {
              case "texts" -> parts[i];
              case "ints" -> Integer.valueOf(parts[i]);
              default -> Long.valueOf(parts[i]);
            };
      }
    }
    return elements;
  }

  @Override
  public String toString() {
    return setter + " '" + value + "'";
  }
}
