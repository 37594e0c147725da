package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.GroupConfig;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import org.junit.jupiter.api.Test;

class GloballyUniqueTest {
  private static final String TABLE =
      "create table users (id text primary key, name text, balance bigint, email text unique)";

  @Test
  void aConstraintThatOmitsTheKeyStopsAMoveUnlessItsColumnIsDeclared() throws Exception {
    try (EmbeddedShards shards = EmbeddedShards.databases(2)) {
      shards.executeOnAll(TABLE);
      MoverCluster undeclared =
          new MoverCluster(shards, MoverCluster.config(shards).group(group().build()).build());
      try (Migrator migrator = Migrator.open(undeclared.config())) {
        assertThatThrownBy(() -> migrator.move(anywhereElse(undeclared)))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("users_email_key")
            .hasMessageContaining("declare one of its columns globally unique");
      }

      MoverCluster declared =
          new MoverCluster(
              shards,
              MoverCluster.config(shards)
                  .group(group().globallyUnique("users", "email").build())
                  .build());
      shards.executeOnAll("insert into users values ('u1', 'n', 1, 'a@b') on conflict do nothing");
      int target = anywhereElse(declared).target();
      shards.execute(target, "delete from users");
      try (Migrator migrator = Migrator.open(declared.config())) {
        assertThat(migrator.move(anywhereElse(declared)).rows()).isEqualTo(1);
      }
    }
  }

  private static GroupConfig.Builder group() {
    return GroupConfig.builder("user").layout(0, 1).table("users", "id");
  }

  private static MoveRequest anywhereElse(MoverCluster cluster) throws Exception {
    ShardKey key = ShardKey.of("user", "u1");
    try (ShardedDataSource router = ShardedDataSource.open(cluster.config())) {
      return MoveRequest.key(key, 1 - router.route(key).shard());
    }
  }
}
