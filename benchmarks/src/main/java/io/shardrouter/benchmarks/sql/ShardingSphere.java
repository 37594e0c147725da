package io.shardrouter.benchmarks.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.yaml.YamlShardingSphereDataSourceFactory;

/**
 * ShardingSphere-JDBC, set up as its manual shows it: YAML, a HikariCP pool for each database, the
 * standard strategy with an algorithm of a class, and the two tables bound to each other.
 */
final class ShardingSphere {
  private static final String POOL =
      """
        %s:
          dataSourceClassName: com.zaxxer.hikari.HikariDataSource
          driverClassName: org.postgresql.Driver
          jdbcUrl: '%s'
          username: '%s'
          password: '%s'
          maximumPoolSize: %d
          minimumIdle: %5$d
      """;
  private static final String RULES =
      """
      rules:
      - !SHARDING
        tables:
          users:
            actualDataNodes: ds_${0..%d}.users
            databaseStrategy:
              standard:
                shardingColumn: id
                shardingAlgorithmName: md5
          consciousness_states:
            actualDataNodes: ds_${0..%1$d}.consciousness_states
            databaseStrategy:
              standard:
                shardingColumn: user_id
                shardingAlgorithmName: md5
        bindingTables:
          - users,consciousness_states
        shardingAlgorithms:
          md5:
            type: CLASS_BASED
            props:
              strategy: STANDARD
              algorithmClassName: %s
              shards: %d
      props:
        sql-show: false
      """;

  private ShardingSphere() {}

  /** What it calls a shard. */
  static String name(int shard) {
    return "ds_" + shard;
  }

  static Contender open(Access access) throws SQLException {
    try {
      DataSource source =
          YamlShardingSphereDataSourceFactory.createDataSource(
              yaml(access).getBytes(StandardCharsets.UTF_8));
      return BySql.of(source, () -> close(source));
    } catch (IOException e) {
      throw new SQLException("ShardingSphere cannot read its configuration", e);
    }
  }

  private static void close(DataSource source) throws SQLException {
    try {
      ((AutoCloseable) source).close();
    } catch (Exception e) {
      throw new SQLException("ShardingSphere cannot be closed", e);
    }
  }

  private static String yaml(Access access) {
    int shards = access.urls().size();
    StringBuilder yaml = new StringBuilder("dataSources:\n");
    for (int shard = 0; shard < shards; shard++) {
      yaml.append(
          POOL.formatted(
              name(shard),
              quoted(access.urls().get(shard)),
              quoted(access.username()),
              quoted(access.password()),
              access.pool()));
    }
    return yaml.append(RULES.formatted(shards - 1, Md5Sharding.class.getName(), shards)).toString();
  }

  private static String quoted(String value) {
    return value.replace("'", "''");
  }
}
