package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.Credentials;
import io.shardrouter.GroupConfig;
import io.shardrouter.PasswordSource;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardRouterConfigBuilder;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.internal.guard.Installer;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application's role guards and reads; the migrator's installs and moves; neither is more. */
class LeastPrivilegeTest {
  private static final String APP = "lp_app";
  private static final String MIGRATOR = "lp_migrator";
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  private static EmbeddedShards shards;
  private static ShardRouterConfig config;

  @BeforeAll
  static void createRoles() throws Exception {
    shards = EmbeddedShards.databases(2);
    // Roles belong to the server, which other tests may share.
    shards.execute(0, "drop role if exists " + APP, "drop role if exists " + MIGRATOR);
    shards.execute(
        0,
        "create role " + APP + " login password 'a'",
        "create role " + MIGRATOR + " login password 'm'");
    shards.executeOnAll(
        "create table users (id text primary key, name text)",
        "grant select, insert, update, delete on users to " + APP + ", " + MIGRATOR,
        "do $$ begin execute format('grant create on database %I to "
            + MIGRATOR
            + "', current_database()); end $$");
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (int id = 0; id < 2; id++) {
      builder.shard(
          ShardConfig.of(id, shards.url(id), APP, PasswordSource.fixed("a"))
              .withMigrator(new Credentials(MIGRATOR, PasswordSource.fixed("m"))));
    }
    config =
        builder
            .group(GroupConfig.builder("user").layout(0, 1).table("users", "id").build())
            .pool(Map.of("maximumPoolSize", "2", "minimumIdle", "0"))
            .build();
    for (int id = 0; id < 2; id++) {
      try (Connection c = DriverManager.getConnection(shards.url(id), MIGRATOR, "m")) {
        new Installer(config).install(c, id);
      }
    }
  }

  @AfterAll
  static void dropShards() {
    shards.close();
  }

  @Test
  void aUserMovesAndIsFound() throws Exception {
    try (ShardedDataSource router = ShardedDataSource.open(config);
        Migrator migrator = Migrator.open(config)) {
      int source = router.route(KEY).shard();
      write(router, "insert into users values ('u1', 'n')");

      migrator.move(MoveRequest.key(KEY, 1 - source));

      write(router, "update users set name = 'm' where id = 'u1'");
      assertThat(migrator.verify().findings()).isEmpty();
      assertThat(migrator.recover().isComplete()).isTrue();
    }
  }

  @Test
  void theApplicationsRoleCannotPlaceOrDecide() throws Exception {
    try (Connection c = DriverManager.getConnection(shards.url(0), APP, "a");
        Statement s = c.createStatement()) {
      for (String forbidden :
          new String[] {
            "select shard_router.place('user', 'slot', 0, null, 1, 9, null)",
            "insert into shard_router.decision values (gen_random_uuid(), 'abort')",
            "update shard_router.traffic set moves = 0",
            "delete from shard_router.move",
            "create table shard_stage.t ()"
          }) {
        assertThatThrownBy(() -> s.execute(forbidden))
            .as(forbidden)
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void aTriggerThatCannotBeKeptFromFiringIsRefusedWithTheGrant() throws Exception {
    shards.executeOnAll(
        "create table if not exists fired (what text)",
        "grant insert on fired to " + APP + ", " + MIGRATOR,
        "create function fire() returns trigger language plpgsql as"
            + " $$ begin insert into fired values (tg_op); return null; end $$",
        "create trigger fire after insert or delete on users for each row execute function fire()");
    ShardKey key = ShardKey.of("user", "u2");
    try (ShardedDataSource router = ShardedDataSource.open(config);
        Migrator migrator = Migrator.open(config)) {
      MoveRequest request = MoveRequest.key(key, 1 - router.route(key).shard());

      assertThatThrownBy(() -> migrator.move(request))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(
              "GRANT SET ON PARAMETER session_replication_role TO \"" + MIGRATOR + "\"");
      shards.execute(0, "grant set on parameter session_replication_role to " + MIGRATOR);
      migrator.move(request);

      for (int shard = 0; shard < 2; shard++) {
        shards.execute(shard, "do $$ begin assert not exists (select from fired); end $$");
      }
    } finally {
      shards.executeOnAll("drop trigger fire on users", "drop function fire()");
      shards.execute(0, "revoke set on parameter session_replication_role from " + MIGRATOR);
    }
  }

  private static void write(ShardedDataSource router, String sql) throws SQLException {
    try (Connection c = router.getConnection(KEY);
        Statement s = c.createStatement()) {
      assertThat(s.executeUpdate(sql)).isEqualTo(1);
    }
  }
}
