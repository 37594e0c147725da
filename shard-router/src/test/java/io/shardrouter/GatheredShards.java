package io.shardrouter;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.shardrouter.internal.exec.Arguments;
import io.shardrouter.internal.exec.Cancellation;
import io.shardrouter.internal.exec.Gatherer;
import io.shardrouter.internal.exec.ScatterRows;
import io.shardrouter.internal.exec.Wanted;
import io.shardrouter.internal.jdbc.GatheredResultSet;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Gathering.Amount;
import io.shardrouter.internal.sql.Gathering.Finish;
import io.shardrouter.internal.sql.Gathering.Merge;
import io.shardrouter.internal.sql.Gathering.OrderKey;
import io.shardrouter.internal.sql.Gathering.Pull;
import io.shardrouter.internal.sql.Gathering.PulledColumn;
import io.shardrouter.internal.sql.Refusal;
import io.shardrouter.internal.sql.ShardText;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows on several shards, and all of them in one plain database beside; gatherings by hand. */
final class GatheredShards implements AutoCloseable {
  static final Gathering REFUSED =
      new Gathering.Refused(new Refusal(SqlState.REFUSED, "ORDER BY", "not in Java", "omit it"));

  private final TestCluster cluster;
  private final EmbeddedShards plain;
  private final Connection one;
  private final ShardedDataSource router;

  private GatheredShards(
      TestCluster cluster, EmbeddedShards plain, UnaryOperator<ShardRouterConfigBuilder> settings)
      throws SQLException {
    this.cluster = cluster;
    this.plain = plain;
    this.one = plain.connect(0);
    this.router = cluster.router(settings.apply(cluster.config().toBuilder()).build());
  }

  static GatheredShards of(int count) throws SQLException {
    return of(count, settings -> settings);
  }

  static GatheredShards of(int count, UnaryOperator<ShardRouterConfigBuilder> settings)
      throws SQLException {
    return on(EmbeddedShards.databases(count), settings);
  }

  static GatheredShards on(EmbeddedShards shards, UnaryOperator<ShardRouterConfigBuilder> settings)
      throws SQLException {
    return new GatheredShards(
        TestCluster.of(shards, builder -> builder), EmbeddedShards.databases(1), settings);
  }

  ShardedDataSource router() {
    return router;
  }

  TestCluster cluster() {
    return cluster;
  }

  /** Executes {@code sql} everywhere. */
  void execute(String... sql) throws SQLException {
    cluster.shards().executeOnAll(sql);
    plain.execute(0, sql);
  }

  /** Inserts each of {@code rows} on a shard in turn, and all of them in the plain database. */
  void insert(String table, List<String> rows) throws SQLException {
    int shard = 0;
    for (String row : rows) {
      String sql = "insert into " + table + " values (" + row + ")";
      cluster.shards().execute(shard, sql);
      plain.execute(0, sql);
      shard = (shard + 1) % cluster.shards().count();
    }
  }

  /** Executes {@code sql} on {@code shard} and in the plain database. */
  void executeOn(int shard, String sql) throws SQLException {
    cluster.shards().execute(shard, sql);
    plain.execute(0, sql);
  }

  // --- gatherings -------------------------------------------------------------------------------

  static ShardText text(String sql, int... parameters) {
    return new ShardText(sql, ImmutableIntArray.copyOf(parameters));
  }

  static Merge merge(ShardText text, OrderKey... order) {
    return new Merge(
        text, 0, ImmutableList.copyOf(order), Optional.empty(), Optional.empty(), REFUSED);
  }

  static Merge window(Merge merge, @Nullable Amount offset, @Nullable Amount limit) {
    return new Merge(
        merge.text(),
        merge.hidden(),
        merge.order(),
        Optional.ofNullable(offset),
        Optional.ofNullable(limit),
        merge.otherwise());
  }

  static OrderKey ascending(int column) {
    return new OrderKey(column, false, false, true);
  }

  static OrderKey descending(int column) {
    return new OrderKey(column, true, true, true);
  }

  static Finish finish(String statement, Pull... pulls) {
    return new Finish(ImmutableList.copyOf(pulls), text(statement));
  }

  /** All rows of {@code table}; each column as {@code name type}, or the name alone. */
  static Pull pull(String table, String... columns) {
    ImmutableList.Builder<PulledColumn> pulled = ImmutableList.builder();
    List<String> names = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 2);
      names.add('"' + parts[0] + '"');
      pulled.add(
          new PulledColumn(
              parts[0],
              parts.length == 2 ? Optional.of(parts[1]) : Optional.empty(),
              Optional.empty()));
    }
    return new Pull(
        table,
        pulled.build(),
        ImmutableList.of(),
        text("select " + String.join(", ", names) + " from " + table));
  }

  static Pull withPrimaryKey(Pull pull, String... columns) {
    return new Pull(pull.name(), pull.columns(), ImmutableList.copyOf(columns), pull.text());
  }

  // --- answers ----------------------------------------------------------------------------------

  /** Parameters bound as {@code setObject} does. */
  static Arguments arguments(@Nullable Object... values) {
    return new Arguments() {
      @Override
      public @Nullable Object at(int index) {
        return values[index - 1];
      }

      @Override
      public void bind(PreparedStatement statement, int at, int index) throws SQLException {
        statement.setObject(at, values[index - 1]);
      }
    };
  }

  static ScatterRows start(
      ShardedDataSource router, Gathering gathering, Wanted wanted, @Nullable Object... values)
      throws SQLException {
    return Gatherer.start(
        router.router(), gathering, arguments(values), wanted, new Cancellation());
  }

  ResultSet open(Gathering gathering, Wanted wanted, @Nullable Object... values)
      throws SQLException {
    return new GatheredResultSet(
        start(router, gathering, wanted, values), null, 0, () -> {}, () -> {});
  }

  List<String> rows(Gathering gathering, @Nullable Object... values) throws SQLException {
    return rows(gathering, Wanted.ALL, values);
  }

  List<String> rows(Gathering gathering, Wanted wanted, @Nullable Object... values)
      throws SQLException {
    try (ResultSet rows = open(gathering, wanted, values)) {
      return read(rows);
    }
  }

  /** What one PostgreSQL answers. */
  List<String> plainRows(String sql) throws SQLException {
    try (Statement statement = one.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return read(rows);
    }
  }

  Connection plain() {
    return one;
  }

  /** Labels and types first, and then each row. */
  static List<String> read(ResultSet rows) throws SQLException {
    List<String> read = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    StringBuilder header = new StringBuilder();
    for (int i = 1; i <= columns; i++) {
      header
          .append(rows.getMetaData().getColumnLabel(i))
          .append(' ')
          .append(rows.getMetaData().getColumnTypeName(i))
          .append("; ");
    }
    read.add(header.toString());
    while (rows.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        row.append(rows.getString(i)).append("; ");
      }
      read.add(row.toString());
    }
    return read;
  }

  @Override
  public void close() throws SQLException {
    one.close();
    plain.close();
    cluster.close();
  }
}
