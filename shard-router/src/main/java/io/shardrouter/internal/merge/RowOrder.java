package io.shardrouter.internal.merge;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.Gathering.OrderKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.jdbc.PgResultSet;

/** An order of rows that Java knows as PostgreSQL does. */
public final class RowOrder {
  private final ImmutableList<OrderKey> keys;
  private final ImmutableList<SortType> types;

  private RowOrder(ImmutableList<OrderKey> keys, ImmutableList<SortType> types) {
    this.keys = keys;
    this.types = types;
  }

  /**
   * The order by {@code keys} of the rows of all {@code results}; empty where one of its columns is
   * of a type that only PostgreSQL orders, or not of the same type everywhere.
   */
  public static Optional<RowOrder> of(ImmutableList<OrderKey> keys, List<ResultSet> results)
      throws SQLException {
    ImmutableList.Builder<SortType> types = ImmutableList.builder();
    for (OrderKey key : keys) {
      int oid = oid(results.get(0), key);
      for (ResultSet other : results) {
        if (oid(other, key) != oid) {
          return Optional.empty();
        }
      }
      Optional<SortType> type = SortType.of(oid, key.bytewise());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      types.add(type.get());
    }
    return Optional.of(new RowOrder(keys, types.build()));
  }

  private static int oid(ResultSet rows, OrderKey key) throws SQLException {
    return rows.unwrap(PgResultSet.class).getColumnOID(key.column());
  }

  /** Room for the place of a row of {@code rows}, whose columns may come in a format of its own. */
  SortKey key(ResultSet rows) throws SQLException {
    PGResultSetMetaData formats = rows.getMetaData().unwrap(PGResultSetMetaData.class);
    SortValue[] values = new SortValue[keys.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = types.get(i).value(formats.getFormat(keys.get(i).column()) == 1);
    }
    return new SortKey(keys, values);
  }
}
