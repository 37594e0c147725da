package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.testing.EmbeddedShards;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The type that the shards' catalogs give a group's keys. */
class KeyTypeTest {
  @Test
  void shardsThatDisagreeOnTheKeyTypeAreRefused() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.databases(2)) {
      shards.execute(0, "create table users (id text primary key)");
      shards.execute(1, "create table users (id bigint primary key)");
      GroupConfig group = GroupConfig.builder("user").layout(0, 1).table("users", "id").build();
      ShardRouterConfigBuilder config = ShardRouterConfig.builder().install(InstallMode.AUTO);
      TestCluster.config(shards).build().shards().forEach(config::shard);
      assertThatThrownBy(() -> ShardedDataSource.open(config.group(group).build()).close())
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("user")
          .hasMessageContaining("TEXT")
          .hasMessageContaining("BIGINT");
    }
  }
}
