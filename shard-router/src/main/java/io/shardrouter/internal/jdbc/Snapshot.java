package io.shardrouter.internal.jdbc;

import java.lang.reflect.Array;
import java.sql.SQLException;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.NullUnmarked;
import org.postgresql.util.PGobject;

/**
 * A parameter's value as it is now. The driver reads a value when it is set; ours is read when the
 * shard is known, and a caller may have changed the object by then to use it for the next row.
 */
@NullUnmarked
final class Snapshot {
  private Snapshot() {}

  /** {@code value}, or a copy of it where it is of a class that is known to be mutable. */
  @SuppressWarnings({"unchecked", "JavaUtilDate"}) // What callers pass, not what we keep.
  static <T> T of(T value) throws SQLException {
    if (value instanceof Date date) {
      return (T) date.clone();
    }
    if (value instanceof Calendar calendar) {
      return (T) calendar.clone();
    }
    if (value instanceof PGobject object) {
      try {
        return (T) object.clone();
      } catch (CloneNotSupportedException e) {
        throw new SQLException("cannot copy a " + object.getClass().getName(), "22023", e);
      }
    }
    if (value != null && value.getClass().isArray()) {
      int length = Array.getLength(value);
      Object copy = Array.newInstance(value.getClass().getComponentType(), length);
      System.arraycopy(value, 0, copy, 0, length);
      return (T) copy;
    }
    return value;
  }
}
