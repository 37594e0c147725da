package io.shardrouter.migrator.internal.cli;

import io.shardrouter.GroupConfig;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.TableName;
import io.shardrouter.internal.guard.Fingerprint;
import io.shardrouter.internal.guard.Fingerprint.Growth;
import io.shardrouter.internal.guard.InstalledSchema;
import io.shardrouter.migrator.internal.cli.ShardStatus.TableSize;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks one shard for its {@link ShardStatus}, as the application's role. Thread-safe. */
final class StatusInquiry {
  /** Sums over the parts that hold rows: a partitioned table's own estimate is their sum again. */
  private static final String SIZE =
      """
      select to_regclass(t.name) is not null as found,
             coalesce(sum(c.reltuples) filter (where c.reltuples >= 0), 0)::bigint as rows,
             coalesce(bool_or(c.reltuples < 0), false) as unknown,
             coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as bytes
        from (select ?::text as name) t
        left join lateral (
               select to_regclass(t.name)::oid as relid
               union
               select relid::oid from pg_partition_tree(to_regclass(t.name))) part on true
        left join pg_class c on c.oid = part.relid and c.relkind = 'r'
       group by t.name
      """;

  private final ShardRouterConfig config;
  private final Counting counting;

  /** How rows are told. */
  enum Counting {
    /** From the statistics that ANALYZE keeps. */
    ESTIMATED,
    /** By counting them. */
    EXACT
  }

  StatusInquiry(ShardRouterConfig config, Counting counting) {
    this.config = config;
    this.counting = counting;
  }

  /** All tables that should be on every shard. */
  static List<TableName> tables(ShardRouterConfig config) {
    List<TableName> tables = new ArrayList<>();
    for (GroupConfig group : config.groups().values()) {
      tables.addAll(group.tables().keySet());
    }
    config.referenceTables().forEach(name -> tables.add(TableName.parse(name)));
    return tables;
  }

  /**
   * Asks {@code shard}.
   *
   * @throws SQLException where it is down or fails
   */
  ShardStatus ask(ShardConfig shard) throws SQLException {
    try (Connection connection = ShardLogin.asApplication(shard)) {
      List<String> differences = new ArrayList<>();
      Optional<InstalledSchema> schema = schema(connection, shard.id(), differences);
      List<TableSize> sizes = new ArrayList<>();
      for (TableName table : tables(config)) {
        size(connection, table)
            .ifPresentOrElse(
                sizes::add, () -> differences.add("table " + table + " does not exist"));
      }
      try (Statement statement = connection.createStatement()) {
        long[] placed = schema.isPresent() ? placements(statement) : new long[2];
        try (ResultSet row =
            statement.executeQuery(
                "select current_setting('server_version'),"
                    + " (select count(*) from pg_stat_activity"
                    + "   where backend_type = 'client backend'),"
                    + " current_setting('max_connections')::integer")) {
          row.next();
          return new ShardStatus(
              row.getString(1),
              row.getInt(2),
              row.getInt(3),
              schema,
              placed[0],
              placed[1],
              List.copyOf(sizes),
              List.copyOf(differences));
        }
      }
    }
  }

  private Optional<InstalledSchema> schema(
      Connection connection, int shard, List<String> differences) throws SQLException {
    Optional<InstalledSchema> schema;
    try {
      schema = InstalledSchema.read(connection);
    } catch (RefusedException e) {
      differences.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (schema.isEmpty()) {
      differences.add("the shard_router schema is not installed: run shardctl install");
    }
    schema.ifPresent(
        found ->
            differences.addAll(
                Fingerprint.of(config, shard).differences(found.fingerprint(), Growth.REFUSED)));
    return schema;
  }

  private static long[] placements(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select count(*) filter (where kind = 'slot'), count(*) filter (where kind = 'key')"
                + " from shard_router.placement")) {
      row.next();
      return new long[] {row.getLong(1), row.getLong(2)};
    }
  }

  private Optional<TableSize> size(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SIZE)) {
      statement.setString(1, table.quoted());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (!row.getBoolean("found")) {
          return Optional.empty();
        }
        OptionalLong estimate =
            row.getBoolean("unknown") ? OptionalLong.empty() : OptionalLong.of(row.getLong("rows"));
        long bytes = row.getLong("bytes");
        OptionalLong rows = counting == Counting.EXACT ? count(connection, table) : estimate;
        return Optional.of(new TableSize(table.toString(), rows, bytes));
      }
    }
  }

  private static OptionalLong count(Connection connection, TableName table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + table.quoted())) {
      row.next();
      return OptionalLong.of(row.getLong(1));
    }
  }
}
