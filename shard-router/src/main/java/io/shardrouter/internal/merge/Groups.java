package io.shardrouter.internal.merge;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.Gathering.Fold;
import io.shardrouter.internal.sql.Gathering.FoldedColumn;
import io.shardrouter.internal.sql.Gathering.OrderKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgResultSet;

/** Groups that are folded from the parts of several shards. Not thread-safe. */
public final class Groups {
  /** What the JVM takes for a column of a group besides its text. */
  private static final int PER_COLUMN = 64;

  private final Fold fold;
  private final Field[] fields;
  private final ImmutableList<Optional<RowOrder>> extremes;
  private final Map<List<@Nullable String>, List<Folded>> groups = new LinkedHashMap<>();

  private Groups(Fold fold, Field[] fields, ImmutableList<Optional<RowOrder>> extremes) {
    this.fold = fold;
    this.fields = fields;
    this.extremes = extremes;
  }

  /**
   * Room for the groups of {@code fold}, of whose parts all {@code results} consist; empty where a
   * type is one that only PostgreSQL orders.
   */
  public static Optional<Groups> of(Fold fold, List<ResultSet> results) throws SQLException {
    ImmutableList.Builder<Optional<RowOrder>> extremes = ImmutableList.builder();
    for (int i = 0; i < fold.columns().size(); i++) {
      Optional<RowOrder> order = Optional.empty();
      if (fold.columns().get(i) instanceof FoldedColumn.Extreme extreme) {
        OrderKey first = new OrderKey(i + 1, extreme.greatest(), false, extreme.bytewise());
        order = RowOrder.of(ImmutableList.of(first), results);
        if (order.isEmpty()) {
          return Optional.empty();
        }
      }
      extremes.add(order);
    }
    return Optional.of(new Groups(fold, fields(fold, results.get(0)), extremes.build()));
  }

  private static Field[] fields(Fold fold, ResultSet result) throws SQLException {
    PgResultSet driver = result.unwrap(PgResultSet.class);
    ResultSetMetaData described = result.getMetaData();
    Field[] fields = new Field[fold.columns().size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = new Field(described.getColumnLabel(i + 1), driver.getColumnOID(i + 1));
    }
    return fields;
  }

  /** What adding a part did. */
  public enum Added {
    /** It belongs to a group that was there. */
    TO_GROUP,
    /** It is the first of its group. */
    NEW_GROUP,
    /** Only PostgreSQL can fold it. */
    NOT
  }

  /** Adds the part on which {@code row} stands. */
  public Added add(ResultSet row) throws SQLException {
    @Nullable String[] key = new @Nullable String[fold.keys().length()];
    for (int i = 0; i < key.length; i++) {
      key[i] = row.getString(fold.keys().get(i));
    }
    int before = groups.size();
    List<Folded> group = groups.computeIfAbsent(Arrays.asList(key), unseen -> columns());
    for (Folded column : group) {
      if (!column.add(row)) {
        return Added.NOT;
      }
    }
    return groups.size() == before ? Added.TO_GROUP : Added.NEW_GROUP;
  }

  private List<Folded> columns() {
    List<Folded> columns = new ArrayList<>(fold.columns().size());
    for (int i = 0; i < fold.columns().size(); i++) {
      columns.add(column(i));
    }
    return columns;
  }

  private Folded column(int index) {
    FoldedColumn column = fold.columns().get(index);
    int at = index + 1;
    if (column instanceof FoldedColumn.Key key) {
      return new Folded.Key(key.text());
    }
    if (column instanceof FoldedColumn.Sum) {
      return new Folded.Sum(at);
    }
    if (column instanceof FoldedColumn.NumericSum) {
      return new Folded.NumericSum(at);
    }
    if (column instanceof FoldedColumn.Average average) {
      return new Folded.Average(average.sum(), average.count());
    }
    if (column instanceof FoldedColumn.Extreme extreme) {
      return new Folded.Extreme(extremes.get(index).orElseThrow(), at, extreme.text());
    }
    return new Folded.Truth(((FoldedColumn.Truth) column).all(), at);
  }

  /** Bytes that the group on whose part {@code row} stands takes, about. */
  public long bytes(ResultSet row) throws SQLException {
    long bytes = (long) PER_COLUMN * (fields.length + fold.keys().length());
    for (int i = 0; i < fold.keys().length(); i++) {
      String text = row.getString(fold.keys().get(i));
      bytes += text == null ? 0 : text.length();
    }
    return bytes;
  }

  /**
   * The groups as the driver's own rows, in the order that was asked for; empty where only
   * PostgreSQL knows that order.
   *
   * @param driver the connection by which their values are read; nothing is sent over it
   */
  public Optional<ResultSet> rows(BaseConnection driver) throws SQLException {
    List<Tuple> tuples = new ArrayList<>(groups.size());
    for (List<Folded> group : groups.values()) {
      byte @Nullable [][] values = new byte[group.size()][];
      for (int i = 0; i < values.length; i++) {
        String text = group.get(i).text();
        values[i] = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
      }
      tuples.add(new Tuple(values));
    }
    BaseStatement statement = (BaseStatement) driver.createStatement();
    if (fold.order().isEmpty() || tuples.size() < 2) {
      return Optional.of(statement.createDriverResultSet(fields, tuples));
    }
    ResultSet unsorted = statement.createDriverResultSet(fields, tuples);
    Optional<RowOrder> order = RowOrder.of(fold.order(), List.of(unsorted));
    return order.isEmpty()
        ? Optional.empty()
        : Optional.of(
            statement.createDriverResultSet(fields, sorted(tuples, unsorted, order.get())));
  }

  private record Place(SortKey key, Tuple tuple) {}

  private static List<Tuple> sorted(List<Tuple> tuples, ResultSet rows, RowOrder order)
      throws SQLException {
    List<Place> places = new ArrayList<>(tuples.size());
    for (Tuple tuple : tuples) {
      rows.next();
      SortKey key = order.key(rows);
      key.read(rows);
      places.add(new Place(key, tuple));
    }
    places.sort((a, b) -> a.key.compareTo(b.key));
    List<Tuple> sorted = new ArrayList<>(places.size());
    places.forEach(place -> sorted.add(place.tuple));
    return sorted;
  }
}
