package io.shardrouter.benchmarks.correctness;

import io.shardrouter.GroupConfig;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.yaml.YamlShardingSphereDataSourceFactory;

/**
 * ShardingSphere-JDBC over the shards of a router's configuration, as its manual shows: each
 * group's tables by the standard strategy and bound to each other, reference tables as broadcast
 * tables, and what lies on one shard as a single table.
 */
final class ShardingSphereRules {
  private static final String POOL =
      """
        %s:
          dataSourceClassName: com.zaxxer.hikari.HikariDataSource
          driverClassName: org.postgresql.Driver
          jdbcUrl: '%s'
          username: '%s'
          password: '%s'
          maximumPoolSize: 4
      """;
  private static final String TABLE =
      """
          %s:
            actualDataNodes: ds_${0..%d}.%1$s
            databaseStrategy:
              standard:
                shardingColumn: %s
                shardingAlgorithmName: by_%s
      """;
  private static final String ALGORITHM =
      """
          by_%s:
            type: CLASS_BASED
            props:
              strategy: STANDARD
              algorithmClassName: %s
              shards: %d
              type: %1$s
      """;

  private final ShardRouterConfig shards;

  private ShardingSphereRules(ShardRouterConfig shards) {
    this.shards = shards;
  }

  /** What it calls a shard. */
  static String name(int shard) {
    return "ds_" + shard;
  }

  static DataSource open(ShardRouterConfig shards) throws SQLException {
    try {
      return YamlShardingSphereDataSourceFactory.createDataSource(
          new ShardingSphereRules(shards).yaml().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new SQLException("ShardingSphere cannot read its configuration", e);
    }
  }

  private String yaml() throws SQLException {
    StringBuilder yaml = new StringBuilder("dataSources:\n");
    for (ShardConfig shard : shards.shards()) {
      yaml.append(
          POOL.formatted(
              name(shard.id()),
              quoted(shard.url()),
              quoted(shard.username()),
              quoted(shard.password().password())));
    }
    yaml.append("rules:\n- !SHARDING\n  tables:\n");
    StringBuilder bound = new StringBuilder();
    for (GroupConfig group : shards.groups().values()) {
      Map<String, String> tables = plain(group);
      tables.forEach(
          (table, column) ->
              yaml.append(
                  TABLE.formatted(
                      table,
                      shards.shards().size() - 1,
                      column,
                      KeySharding.Type.of(group.name()))));
      if (tables.size() > 1) {
        bound.append("    - ").append(String.join(",", tables.keySet())).append('\n');
      }
    }
    yaml.append("  bindingTables:\n").append(bound).append("  shardingAlgorithms:\n");
    for (KeySharding.Type type : KeySharding.Type.values()) {
      yaml.append(ALGORITHM.formatted(type, KeySharding.class.getName(), shards.shards().size()));
    }
    yaml.append("- !BROADCAST\n  tables:\n");
    shards.referenceTables().forEach(table -> yaml.append("    - " + table + "\n"));
    return yaml.append("- !SINGLE\n  tables:\n    - ds_0.public.settings\n").toString();
  }

  /** Without tables of another schema or with quoted names, which it has no syntax for. */
  private static Map<String, String> plain(GroupConfig group) {
    Map<String, String> tables = new LinkedHashMap<>();
    group
        .tables()
        .forEach(
            (table, column) -> {
              if (table.toString().matches("\\w+")) {
                tables.put(table.toString(), column);
              }
            });
    return tables;
  }

  private static String quoted(String value) {
    return value.replace("'", "''");
  }
}
