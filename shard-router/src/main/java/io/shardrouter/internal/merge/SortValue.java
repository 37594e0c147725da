package io.shardrouter.internal.merge;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The value of one column of the row that was read last; room for the next one, so that reading
 * allocates nothing where the type allows it. Values are compared with those of the same class.
 */
abstract sealed class SortValue {
  private boolean isNull;

  /** Takes the value of the column {@code column} of {@code row}. */
  final void read(ResultSet row, int column) throws SQLException {
    isNull = !readPresent(row, column);
  }

  boolean isNull() {
    return isNull;
  }

  /** Takes the value, or gives false where it is NULL. */
  abstract boolean readPresent(ResultSet row, int column) throws SQLException;

  /** Compares with {@code other}, of the same class; neither is NULL. */
  abstract int compareTo(SortValue other);

  /** A value that is an integer, or becomes one in the same order. */
  static final class OfLong extends SortValue {
    /** Makes a long of a column that is not NULL. */
    @FunctionalInterface
    interface Reading {
      long of(ResultSet row, int column) throws SQLException;
    }

    /** As {@link Reading}, from the value as the server sent it. */
    @FunctionalInterface
    interface Decoding {
      long of(byte[] sent) throws SQLException;
    }

    private final Reading reading;
    private long value;

    OfLong(Reading reading) {
      this.reading = reading;
    }

    @Override
    boolean readPresent(ResultSet row, int column) throws SQLException {
      value = reading.of(row, column);
      return !row.wasNull();
    }

    @Override
    int compareTo(SortValue other) {
      return Long.compare(value, ((OfLong) other).value);
    }

    /** A reading that decodes; NULL is 0. */
    static OfLong decoded(Decoding decoding) {
      return new OfLong(
          (row, column) -> {
            byte[] sent = row.getBytes(column);
            return sent == null ? 0 : decoding.of(sent);
          });
    }
  }

  /** float8: NaN equals itself and is the greatest, and both zeros are equal. */
  static final class OfDouble extends SortValue {
    private double value;

    @Override
    boolean readPresent(ResultSet row, int column) throws SQLException {
      value = row.getDouble(column);
      return !row.wasNull();
    }

    @Override
    int compareTo(SortValue other) {
      return compare(value, ((OfDouble) other).value);
    }

    static int compare(double a, double b) {
      return a == b ? 0 : Double.compare(a, b);
    }
  }

  /** float4: as float8, but read as such, so that 0.1 is the same in text and in binary. */
  static final class OfFloat extends SortValue {
    private float value;

    @Override
    boolean readPresent(ResultSet row, int column) throws SQLException {
      value = row.getFloat(column);
      return !row.wasNull();
    }

    @Override
    int compareTo(SortValue other) {
      return OfDouble.compare(value, ((OfFloat) other).value);
    }
  }

  /** numeric: the infinities are beyond all numbers, and NaN beyond them. */
  static final class OfDecimal extends SortValue {
    private BigDecimal value = BigDecimal.ZERO;

    /** 0 for a number; else the infinity, or NaN. */
    private double special;

    @Override
    boolean readPresent(ResultSet row, int column) throws SQLException {
      Object read = row.getObject(column);
      special = 0;
      if (read instanceof BigDecimal number) {
        value = number;
      } else if (read instanceof Double beyond) {
        special = beyond;
      }
      return read != null;
    }

    @Override
    int compareTo(SortValue other) {
      OfDecimal that = (OfDecimal) other;
      return special == 0 && that.special == 0
          ? value.compareTo(that.value)
          : OfDouble.compare(special, that.special);
    }
  }

  /** Values that are ordered by their bytes, the shorter one first where it begins the longer. */
  static final class OfBytes extends SortValue {
    private static final byte[] NONE = {};

    private final boolean padded;
    private byte[] value = NONE;
    private int length;

    /**
     * @param padded whether spaces at the end count for nothing
     */
    OfBytes(boolean padded) {
      this.padded = padded;
    }

    @Override
    boolean readPresent(ResultSet row, int column) throws SQLException {
      byte @Nullable [] read = row.getBytes(column);
      value = read == null ? NONE : read;
      length = value.length;
      while (padded && length > 0 && value[length - 1] == ' ') {
        length--;
      }
      return read != null;
    }

    @Override
    int compareTo(SortValue other) {
      OfBytes that = (OfBytes) other;
      return Arrays.compareUnsigned(value, 0, length, that.value, 0, that.length);
    }
  }

  /** uuid: 16 bytes, without signs. */
  static final class OfUuid extends SortValue {
    private long high;
    private long low;

    @Override
    boolean readPresent(ResultSet row, int column) throws SQLException {
      byte[] sent = row.getBytes(column);
      if (sent == null) {
        return false;
      }
      high = Sent.uuidHalf(sent, 0);
      low = Sent.uuidHalf(sent, 1);
      return true;
    }

    @Override
    int compareTo(SortValue other) {
      OfUuid that = (OfUuid) other;
      int order = Long.compareUnsigned(high, that.high);
      return order == 0 ? Long.compareUnsigned(low, that.low) : order;
    }
  }
}
