package io.shardrouter.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** Values and failures as text, equal only where a caller can't tell them apart. */
final class Rendering {
  /** What a caller may catch, the narrowest first. */
  private static final List<Class<? extends SQLException>> FAMILIES =
      List.of(
          SQLFeatureNotSupportedException.class,
          SQLClientInfoException.class,
          BatchUpdateException.class,
          SQLWarning.class,
          SQLTransientException.class,
          SQLNonTransientException.class,
          SQLRecoverableException.class,
          SQLException.class);

  /** The driver gives the default text of an array for some. */
  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]{5,8}");

  /** The driver numbers portals, and the guard has some too. */
  private static final Pattern PORTAL = Pattern.compile("portal \"C_\\d+\"|unnamed portal \\d+");

  private Rendering() {}

  static String of(@Nullable Object value) throws SQLException, IOException {
    if (value == null) {
      return "null";
    }
    if (value instanceof byte[] bytes) {
      return "bytes:" + HexFormat.of().formatHex(bytes);
    }
    if (value.getClass().isArray()) {
      StringBuilder text = new StringBuilder(value.getClass().getSimpleName()).append('{');
      for (int i = 0; i < Array.getLength(value); i++) {
        text.append(of(Array.get(value, i))).append(' ');
      }
      return text.append('}').toString();
    }
    if (value instanceof PGobject object) {
      return object.getClass().getSimpleName() + ":" + object.getType() + ":" + object.getValue();
    }
    if (value instanceof SQLWarning warning) {
      return "warning:" + warning.getSQLState() + ":" + warning.getMessage();
    }
    String large = ofLarge(value);
    String text = large.isEmpty() ? value.getClass().getName() + ":" + value : large;
    return PORTAL.matcher(IDENTITY.matcher(text).replaceAll("@")).replaceAll("portal");
  }

  /**
   * What has to be read or asked; its class is the driver's or ours. Empty: it is none of these.
   */
  private static String ofLarge(Object value) throws SQLException, IOException {
    if (value instanceof InputStream stream) {
      return "stream:" + new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    if (value instanceof Reader reader) {
      StringBuilder text = new StringBuilder("reader:");
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        text.append((char) c);
      }
      return text.toString();
    }
    if (value instanceof java.sql.Array array) {
      return "array:" + array.getBaseTypeName() + ":" + array.getBaseType() + of(array.getArray());
    }
    if (value instanceof Blob blob) {
      return "blob:" + HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
    }
    if (value instanceof Clob clob) {
      return "clob:" + clob.getSubString(1, (int) clob.length());
    }
    if (value instanceof SQLXML xml) {
      return "xml:" + xml.getString();
    }
    if (value instanceof ResultSet rows) {
      Observation seen = new Observation();
      seen.rows(rows);
      return "rows:" + seen.lines();
    }
    return value instanceof Statement ? "a statement" : "";
  }

  static String ofFailure(Throwable failure) {
    if (!(failure instanceof SQLException first)) {
      return "fails with " + failure.getClass().getName();
    }
    StringBuilder text = new StringBuilder("fails");
    SQLException e = first;
    for (int i = 0; e != null && i < 5; e = e.getNextException(), i++) {
      text.append(" with ").append(family(e)).append(' ').append(e.getSQLState());
      String message = String.valueOf(e.getMessage());
      if (message.startsWith("ERROR:") || message.startsWith("Batch entry")) {
        // The server's own message; it holds the position too.
        text.append(' ').append(PORTAL.matcher(message).replaceAll("portal"));
      }
      if (e instanceof BatchUpdateException batch) {
        text.append(Arrays.toString(batch.getUpdateCounts()))
            .append(Arrays.toString(batch.getLargeUpdateCounts()));
      }
    }
    return text.toString();
  }

  private static String family(SQLException e) {
    return FAMILIES.stream()
        .filter(family -> family.isInstance(e))
        .findFirst()
        .orElseThrow()
        .getSimpleName();
  }
}
