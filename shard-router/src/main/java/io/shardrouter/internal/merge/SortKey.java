package io.shardrouter.internal.merge;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.Gathering.OrderKey;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where one row stands in the order: its values of the columns that the order names. */
final class SortKey {
  private final ImmutableList<OrderKey> order;
  private final SortValue[] values;

  /**
   * @param values room for a value of each column of {@code order}
   */
  SortKey(ImmutableList<OrderKey> order, SortValue[] values) {
    this.order = order;
    this.values = values;
  }

  void read(ResultSet row) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      values[i].read(row, order.get(i).column());
    }
  }

  int compareTo(SortKey other) {
    for (int i = 0; i < values.length; i++) {
      int difference = compare(order.get(i), values[i], other.values[i]);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int compare(OrderKey key, SortValue a, SortValue b) {
    if (a.isNull() || b.isNull()) {
      int nulls = Boolean.compare(a.isNull(), b.isNull());
      return key.nullsFirst() ? -nulls : nulls;
    }
    int values = a.compareTo(b);
    return key.descending() ? -values : values;
  }
}
