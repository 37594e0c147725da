package io.shardrouter.differential;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * A value, as two getters give it.
 *
 * @param text of {@code getString}
 * @param object of {@code getObject}, with its class
 */
record Cell(String text, String object) {
  private static final Pattern TRAILING_ZEROS = Pattern.compile("(\\.\\d*?)0+(?!\\d)");
  private static final Pattern BARE_POINT = Pattern.compile("\\.(?!\\d)");
  private static final Pattern NEGATIVE_ZERO = Pattern.compile("-0(?![.\\d])");

  static Cell of(ResultSet rows, int column) throws SQLException {
    return new Cell(String.valueOf(rows.getString(column)), show(rows.getObject(column)));
  }

  static String show(@Nullable Object value) throws SQLException {
    if (value == null) {
      return "null";
    }
    if (value instanceof byte[] bytes) {
      return "bytes " + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Array array) {
      return array.getBaseTypeName() + Arrays.deepToString(new Object[] {array.getArray()});
    }
    if (value instanceof PGobject object) {
      return object.getClass().getSimpleName() + " " + object.getType() + " " + object.getValue();
    }
    return value.getClass().getSimpleName() + " " + value;
  }

  /** Without what tells equal numbers apart. */
  Cell withoutScale() {
    return new Cell(withoutScale(text), "");
  }

  private static String withoutScale(String text) {
    String shorter = TRAILING_ZEROS.matcher(text).replaceAll("$1");
    return NEGATIVE_ZERO.matcher(BARE_POINT.matcher(shorter).replaceAll("")).replaceAll("0");
  }

  @Override
  public String toString() {
    return text;
  }
}
