package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.internal.guard.InstalledSchema;
import io.shardrouter.internal.guard.Installer;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What an installation must not change, and tables whose keys do not fit together. */
class InstallRefusalTest {
  @Test
  void groupIsNotLeftOut() throws SQLException {
    try (TestCluster cluster = TestCluster.of(2);
        Connection c = cluster.shards().connect(0)) {
      ShardRouterConfigBuilder one = ShardRouterConfig.builder();
      cluster.config().shards().forEach(one::shard);
      one.group(cluster.config().groups().get("user"));
      assertThatThrownBy(() -> new Installer(one.build()).install(c, 0))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("group day cannot be left out");
    }
  }

  @Test
  void shardKeepsItsId() throws SQLException {
    try (TestCluster cluster = TestCluster.of(2);
        Connection c = cluster.shards().connect(0)) {
      assertThatThrownBy(() -> new Installer(cluster.config()).install(c, 1))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("it is installed as shard 0");
      assertThat(InstalledSchema.read(c).orElseThrow().fingerprint().shard()).isZero();
    }
  }

  @Test
  void keysOfOneGroupHaveOneType() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.databases(1)) {
      shards.execute(0, "create table users (id bigint)", "create table posts (user_id text)");
      GroupConfig group =
          GroupConfig.builder("user")
              .layout(0)
              .table("users", "id")
              .table("posts", "user_id")
              .build();
      try (Connection c = shards.connect(0)) {
        assertThatThrownBy(() -> new Installer(config(shards, group)).install(c, 0))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("group user has keys of type");
        assertThat(InstalledSchema.read(c)).isEmpty();
      }
    }
  }

  @Test
  void keysOfOneGroupHaveOneTypeOnAllShards() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.databases(2)) {
      shards.execute(0, "create table users (id bigint)");
      shards.execute(1, "create table users (id text)");
      GroupConfig group = GroupConfig.builder("user").layout(0, 1).table("users", "id").build();
      ShardRouterConfig config = config(shards, group);
      for (int shard = 0; shard < 2; shard++) {
        try (Connection c = shards.connect(shard)) {
          new Installer(config).install(c, shard);
        }
      }
      assertThatThrownBy(() -> ShardedDataSource.open(config))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("make the columns alike on all shards");
    }
  }

  private static ShardRouterConfig config(EmbeddedShards shards, GroupConfig group) {
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder().group(group);
    PasswordSource password = PasswordSource.fixed(shards.password());
    for (int id = 0; id < shards.count(); id++) {
      builder.shard(ShardConfig.of(id, shards.url(id), shards.username(), password));
    }
    return builder.build();
  }
}
