package io.shardrouter.benchmarks.correctness;

import io.shardrouter.GroupConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.TableName;
import io.shardrouter.benchmarks.measure.ForeignShards;
import io.shardrouter.benchmarks.measure.ForeignShards.Strategy;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One more database for postgres_fdw: each table with a key becomes one that is partitioned by its
 * hash, and whose partitions are the shards' tables. Columns, defaults and checks are those of the
 * table; unique indexes and foreign keys PostgreSQL does not make over foreign partitions, so the
 * shards alone hold to them. Tables without a key stay as they are.
 */
final class ForeignPartitions {
  private static final String VIEWS =
      "select c.oid::regclass::text, pg_get_viewdef(c.oid) from pg_class c"
          + " where relkind = 'v' and relnamespace = 'public'::regnamespace";
  private static final String CHILDREN =
      "select quote_ident(relname), pg_get_expr(relpartbound, oid) from pg_class"
          + " where oid in (select inhrelid from pg_inherits where inhparent = '%s'::regclass)";

  private final Statement statement;
  private final int shards;

  /** Partitions are named by numbers. */
  private int made;

  private ForeignPartitions(Statement statement, int shards) {
    this.statement = statement;
    this.shards = shards;
  }

  static void create(EmbeddedShards database, ShardRouterConfig config) throws SQLException {
    ForeignShards.introduce(database, config.shards());
    try (Connection connection = database.connect(0);
        Statement statement = connection.createStatement()) {
      new ForeignPartitions(statement, config.shards().size()).create(config);
    }
  }

  private void create(ShardRouterConfig config) throws SQLException {
    statement.execute("create schema patterns; create schema partitions");
    Map<String, String> views = pairs(VIEWS);
    for (String view : views.keySet()) {
      statement.execute("drop view " + view);
    }
    for (GroupConfig group : config.groups().values()) {
      for (Map.Entry<TableName, String> table : group.tables().entrySet()) {
        replace(table.getKey(), hash(table.getValue(), strategy(group.name())));
      }
    }
    statement.execute("drop schema patterns cascade");
    for (Map.Entry<String, String> view : views.entrySet()) {
      statement.execute("create view " + view.getKey() + " as " + view.getValue());
    }
    // Without statistics of its own it would ask the shards for estimates at each planning.
    statement.execute("analyze");
  }

  private static Strategy strategy(String group) {
    return switch (KeySharding.Type.of(group)) {
      case TEXT -> Strategy.TEXT;
      case NUMBER -> Strategy.NUMBER;
      case UUID -> Strategy.UUID;
      case MONTH -> Strategy.MONTH;
    };
  }

  private static String hash(String column, Strategy strategy) {
    return " partition by hash (\"" + column + "\" " + strategy.operators() + ")";
  }

  private void replace(TableName table, String byHash) throws SQLException {
    String name = table.quoted();
    String schema = table.schema().orElse("public");
    Map<String, String> children = pairs(CHILDREN.formatted(ForeignShards.quoted(name)));
    String range =
        children.isEmpty()
            ? byHash
            : " partition by "
                + pairs(
                        "select '', pg_get_partkeydef('%s'::regclass)"
                            .formatted(ForeignShards.quoted(name)))
                    .get("");
    statement.execute("alter table %s set schema patterns".formatted(name));
    for (String child : children.keySet()) {
      statement.execute("alter table %s.%s set schema patterns".formatted(schema, child));
    }
    String pattern = new TableName(Optional.of("patterns"), table.name()).quoted();
    statement.execute(
        "create table %s (like %s including all excluding indexes)%s"
            .formatted(name, pattern, range));
    if (children.isEmpty()) {
      partition(name, schema, table.name());
    }
    for (Map.Entry<String, String> child : children.entrySet()) {
      statement.execute(
          "create table %s.%s partition of %s %s%s"
              .formatted(schema, child.getKey(), name, child.getValue(), byHash));
      partition(child.getKey(), schema, child.getKey());
    }
  }

  private void partition(String whole, String schema, String remote) throws SQLException {
    made++;
    for (int shard = 0; shard < shards; shard++) {
      statement.execute(
          ForeignShards.partition(
              "partitions.p%d_%d".formatted(made, shard),
              whole,
              shard,
              shards,
              "schema_name '%s', table_name '%s'".formatted(schema, ForeignShards.quoted(remote))));
    }
  }

  private Map<String, String> pairs(String sql) throws SQLException {
    Map<String, String> pairs = new LinkedHashMap<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        pairs.put(rows.getString(1), rows.getString(2));
      }
    }
    return pairs;
  }
}
