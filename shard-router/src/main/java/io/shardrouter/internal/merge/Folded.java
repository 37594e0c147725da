package io.shardrouter.internal.merge;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One column of a group, folded from the parts that were added. Not thread-safe. */
abstract sealed class Folded {

  /** Adds the part of {@code row}; gives false where only PostgreSQL could. */
  abstract boolean add(ResultSet row) throws SQLException;

  /** What has come of it, as the server would write it; null for NULL. */
  abstract @Nullable String text();

  /** A key of the groups. */
  static final class Key extends Folded {
    private final int column;
    private @Nullable String text;

    Key(int text) {
      this.column = text;
    }

    @Override
    boolean add(ResultSet row) throws SQLException {
      text = row.getString(column);
      return true;
    }

    @Override
    @Nullable String text() {
      return text;
    }
  }

  /** Whole numbers, added. */
  static final class Sum extends Folded {
    private final int column;
    private @Nullable Long sum;

    Sum(int column) {
      this.column = column;
    }

    @Override
    boolean add(ResultSet row) throws SQLException {
      long part = row.getLong(column);
      if (row.wasNull()) {
        return true;
      }
      long before = sum == null ? 0 : sum;
      long after = before + part;
      // PostgreSQL says so itself, in its own words.
      boolean overflows = ((before ^ after) & (part ^ after)) < 0;
      sum = after;
      return !overflows;
    }

    @Override
    @Nullable String text() {
      return sum == null ? null : sum.toString();
    }
  }

  /** Numerics, added: the sum has as many digits behind the point as any of them. */
  static final class NumericSum extends Folded {
    private final int column;
    private @Nullable BigDecimal sum;

    NumericSum(int column) {
      this.column = column;
    }

    @Override
    boolean add(ResultSet row) throws SQLException {
      Object part = row.getObject(column);
      if (part instanceof BigDecimal number) {
        sum = sum == null ? number : sum.add(number);
      }
      // Else an infinity, or not a number.
      return part == null || part instanceof BigDecimal;
    }

    @Nullable BigDecimal sum() {
      return sum;
    }

    @Override
    @Nullable String text() {
      return sum == null ? null : sum.toPlainString();
    }
  }

  /** A sum by a count. */
  static final class Average extends Folded {
    private final NumericSum sum;
    private final int count;
    private long counted;

    Average(int sum, int count) {
      this.sum = new NumericSum(sum);
      this.count = count;
    }

    @Override
    boolean add(ResultSet row) throws SQLException {
      counted += row.getLong(count);
      return sum.add(row);
    }

    @Override
    @Nullable String text() {
      BigDecimal all = sum.sum();
      return all == null
          ? null
          : NumericQuotient.of(all, BigDecimal.valueOf(counted)).toPlainString();
    }
  }

  /** The least or greatest. */
  static final class Extreme extends Folded {
    private final RowOrder order;
    private final int column;
    private final int textColumn;
    private @Nullable SortKey best;
    private @Nullable String text;

    /**
     * @param order in which the wanted one comes first
     */
    Extreme(RowOrder order, int column, int text) {
      this.order = order;
      this.column = column;
      this.textColumn = text;
    }

    @Override
    boolean add(ResultSet row) throws SQLException {
      SortKey part = order.key(row);
      part.read(row);
      row.getBytes(column);
      boolean isNull = row.wasNull();
      if (!isNull && (best == null || part.compareTo(best) < 0)) {
        best = part;
        text = row.getString(textColumn);
      }
      return true;
    }

    @Override
    @Nullable String text() {
      return text;
    }
  }

  /** AND or OR. */
  static final class Truth extends Folded {
    private final boolean all;
    private final int column;
    private @Nullable Boolean value;

    Truth(boolean all, int column) {
      this.all = all;
      this.column = column;
    }

    @Override
    boolean add(ResultSet row) throws SQLException {
      boolean part = row.getBoolean(column);
      if (!row.wasNull()) {
        boolean before = value == null ? all : value;
        value = all ? before && part : before || part;
      }
      return true;
    }

    @Override
    @Nullable String text() {
      return value == null ? null : value ? "t" : "f";
    }
  }
}
