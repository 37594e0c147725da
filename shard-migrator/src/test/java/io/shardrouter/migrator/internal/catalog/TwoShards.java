package io.shardrouter.migrator.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.GroupConfig;
import io.shardrouter.KeyType;
import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.TableName;
import io.shardrouter.internal.guard.Installer;
import io.shardrouter.migrator.internal.move.CopyPipe;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Two databases, of which the first gives rows and the second takes them. */
final class TwoShards implements AutoCloseable {
  static final int SOURCE = 0;
  static final int TARGET = 1;

  private final EmbeddedShards shards = EmbeddedShards.databases(2);
  private final Connection source;
  private final Connection target;

  TwoShards() throws SQLException {
    source = shards.connect(SOURCE);
    target = shards.connect(TARGET);
  }

  Connection source() {
    return source;
  }

  Connection target() {
    return target;
  }

  EmbeddedShards shards() {
    return shards;
  }

  /** PostgreSQL's major version. */
  int version() throws SQLException {
    return source.getMetaData().getDatabaseMajorVersion();
  }

  void both(String... sql) throws SQLException {
    shards.executeOnAll(sql);
  }

  /** Creates types, with other OIDs on the target, where other types come first. */
  void differently(String... types) throws SQLException {
    shards.execute(SOURCE, types);
    for (int i = 0; i < 7; i++) {
      shards.execute(TARGET, "create type other_" + i + " as enum ('x')");
    }
    shards.execute(TARGET, types);
  }

  /** Settings on both sides, and the table {@code staged} on the target. */
  void stage(GroupTable table) throws SQLException {
    run(source, TextForm.SETTINGS);
    run(target, TextForm.SETTINGS);
    run(target, "drop table if exists staged");
    run(target, table.createStaging("staged"));
  }

  /** Copies rows of the source into {@code staged}; an empty condition: all. Gives how many. */
  long copy(GroupTable table, String where) throws SQLException {
    String from = table.name() + (where.isEmpty() ? "" : " where " + where);
    return new CopyPipe(source, target)
        .copy(
            "copy (select " + table.copyList() + " from " + from + ") to stdout (format binary)",
            table.copyIn("staged"))
        .rows();
  }

  /** All rows of the group's one table, compared at each step. */
  void copyAndCompare() throws SQLException {
    GroupTable from = sourceCatalog().tables().get(0);
    GroupTable to = targetCatalog().tables().get(0);
    stage(to);
    long rows = copy(from, "");
    String sum = ask(source, from.checksum(from.name(), ""));
    assertThat(sum).startsWith(rows + "|");
    assertThat(ask(target, to.checksum("staged", ""))).isEqualTo(sum);
    run(target, to.insertFromStaging("staged"));
    assertThat(ask(target, to.checksum(to.name(), ""))).isEqualTo(sum);
    String all = "select t::text from " + from.name() + " t order by 1";
    assertThat(ask(target, all)).isEqualTo(ask(source, all));
  }

  /** Installs the group {@code user} of these tables, each written {@code table: key column}. */
  void install(String... tables) throws SQLException {
    GroupConfig.Builder group =
        GroupConfig.builder("user").layout(SOURCE, TARGET).keyType(KeyType.TEXT);
    for (String table : tables) {
      List<String> parts = List.of(table.split(": ", 2));
      group.table(parts.get(0), parts.get(1));
    }
    var config = ShardRouterConfig.builder().group(group.build());
    for (int shard = SOURCE; shard <= TARGET; shard++) {
      config.shard(
          ShardConfig.of(
              shard,
              shards.url(shard),
              shards.username(),
              PasswordSource.fixed(shards.password())));
    }
    for (int shard = SOURCE; shard <= TARGET; shard++) {
      try (Connection connection = shards.connect(shard)) {
        new Installer(config.build()).install(connection, shard);
      }
    }
  }

  GroupCatalog sourceCatalog() throws SQLException {
    return GroupCatalog.read(source, "user");
  }

  GroupCatalog targetCatalog() throws SQLException {
    return GroupCatalog.read(target, "user");
  }

  ImmutableList<String> objections() throws SQLException {
    return objections(Options.NONE);
  }

  ImmutableList<String> objections(Options options) throws SQLException {
    return Objections.of(source, sourceCatalog(), target, targetCatalog(), options);
  }

  /** With a reference table. */
  static Options reference(String table) {
    return new Options(ImmutableSet.of(TableName.parse(table)), ImmutableMap.of());
  }

  /** With a column that is unique over all shards. */
  static Options unique(String table, String column) {
    return new Options(
        ImmutableSet.of(), ImmutableMap.of(TableName.parse(table), ImmutableSet.of(column)));
  }

  /** All rows and columns, one row a line. */
  static String ask(Connection connection, String sql) throws SQLException {
    StringBuilder answer = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        for (int i = 1; i <= columns; i++) {
          answer.append(i == 1 ? "" : "|").append(row.getString(i));
        }
        answer.append('\n');
      }
    }
    return answer.toString();
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    source.close();
    target.close();
    shards.close();
  }
}
