package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardrouter.internal.guard.InstalledSchema;
import io.shardrouter.internal.guard.Installer;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is installed, what a router demands of it, and which routers do not start. */
class StartupTest {
  @Test
  void shardWithoutTheSchemaIsRefusedWithTheCommandThatInstallsIt() {
    try (EmbeddedShards shards = EmbeddedShards.databases(1)) {
      assertThatThrownBy(() -> ShardedDataSource.open(TestCluster.config(shards).build()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("shardctl --config FILE install")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("SR007");
    }
  }

  @Test
  void routerInstallsWhenToldSo() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.databases(2)) {
      TestCluster.createTables(shards);
      ShardRouterConfig auto = TestCluster.config(shards).install(InstallMode.AUTO).build();
      try (ShardedDataSource router = ShardedDataSource.open(auto)) {
        assertThat(router.route(ShardKey.of("user", "user-1")).shard()).isEqualTo(1);
      }
      try (ShardedDataSource again = ShardedDataSource.open(auto)) {
        assertThat(again.health(Duration.ofSeconds(5)).status()).isEqualTo(ClusterHealth.Status.UP);
      }
    }
  }

  @Test
  void routerThatInstallsByItselfNeverSwitchesTheGuard() throws SQLException {
    try (TestCluster cluster = TestCluster.of(1)) {
      ShardRouterConfig unguarded =
          cluster.config().toBuilder().install(InstallMode.AUTO).guard(GuardMode.OFF).build();
      assertThatThrownBy(() -> cluster.router(unguarded))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("guard is configured as OFF but installed as ON");
      assertThat(cluster.ask(0, "select guard from shard_router.installation")).isEqualTo("on");
    }
  }

  @Test
  void fourRoutersThatInstallAtOnceDoNotDisturbEachOther() throws Exception {
    try (EmbeddedShards shards = EmbeddedShards.databases(2)) {
      TestCluster.createTables(shards);
      ShardRouterConfig auto = TestCluster.config(shards).install(InstallMode.AUTO).build();
      List<CompletableFuture<Void>> starts =
          java.util.stream.IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> {
                            try (ShardedDataSource router = ShardedDataSource.open(auto)) {
                              router.route(ShardKey.of("user", "u"));
                            } catch (SQLException e) {
                              throw new IllegalStateException(e);
                            }
                          }))
              .toList();
      for (CompletableFuture<Void> start : starts) {
        start.get();
      }
    }
  }

  @Test
  void everyDifferenceIsNamedAndRefused() throws SQLException {
    try (TestCluster cluster = TestCluster.of(2)) {
      assertRefused(cluster, b -> b.guard(GuardMode.OFF), "guard is configured as OFF");
      assertRefused(
          cluster,
          b -> {},
          groupOfUsers().slots(4096).build(),
          "groups.user.slots is configured as 4096 but installed as 2048");
      assertRefused(cluster, b -> {}, groupOfUsers().layout(1, 0).build(), "groups.user.layout");
      assertRefused(
          cluster,
          b -> {},
          groupOfUsers().keyType(KeyType.UUID).build(),
          "groups.user.keyType is configured as");
      assertRefused(
          cluster, b -> {}, groupOfUsers().table("friends", "user_id").build(), "friends");
      assertRefused(
          cluster, b -> {}, groupOfUsers().strategy("month").build(), "groups.user.strategy");
      ShardRouterConfigBuilder oneGroup = ShardRouterConfig.builder().group(groupOfUsers().build());
      cluster.config().shards().forEach(oneGroup::shard);
      assertThatThrownBy(() -> cluster.router(oneGroup.build()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("groups is configured as [user] but installed as");
      assertRefused(
          cluster,
          b -> {},
          groupOfUsers().zone(java.time.ZoneId.of("Asia/Tokyo")).build(),
          "groups.user.zone");
    }
  }

  private static GroupConfig.Builder groupOfUsers() {
    return GroupConfig.builder("user")
        .layout(0, 1)
        .table("users", "id")
        .table("consciousness_states", "user_id");
  }

  private static void assertRefused(
      TestCluster cluster, Consumer<ShardRouterConfigBuilder> change, String message) {
    assertRefused(cluster, change, groupOfUsers().build(), message);
  }

  private static void assertRefused(
      TestCluster cluster,
      Consumer<ShardRouterConfigBuilder> change,
      GroupConfig users,
      String message) {
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    cluster.config().shards().forEach(builder::shard);
    builder.group(users).group(cluster.config().groups().get("day"));
    change.accept(builder);
    assertThatThrownBy(() -> cluster.router(builder.build()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("disagrees with the configuration")
        .hasMessageContaining(message)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("SR007");
  }

  @Test
  void swappedServersAreNoticed() throws SQLException {
    try (TestCluster cluster = TestCluster.of(2)) {
      ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
      List<ShardConfig> shards = cluster.config().shards();
      for (int id = 0; id < 2; id++) {
        ShardConfig other = shards.get(1 - id);
        builder.shard(ShardConfig.of(id, other.url(), other.username(), other.password()));
      }
      cluster.config().groups().values().forEach(builder::group);
      assertThatThrownBy(() -> cluster.router(builder.build()))
          .hasMessageContaining("id of the shard is configured as");
    }
  }

  @Test
  void schemaOfAnotherAgeIsRefusedWithWhatToUpgrade() throws SQLException {
    try (TestCluster cluster = TestCluster.of(1)) {
      cluster.shards().execute(0, "update shard_router.installation set schema_version = 99");
      assertThatThrownBy(cluster::router)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("upgrade the library");
      cluster.shards().execute(0, "update shard_router.installation set schema_version = 0");
      assertThatThrownBy(cluster::router)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("run shardctl --config FILE install");
    }
  }

  @Test
  void shardIsAddedByInstallWhileRoutersGoOnAndTheShorterListNoLongerStarts() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.databases(3)) {
      TestCluster.createTables(shards);
      ShardRouterConfig two = withShards(shards, 2);
      ShardRouterConfig three = withShards(shards, 3);
      install(shards, two, 2);
      try (ShardedDataSource running = ShardedDataSource.open(two)) {
        install(shards, three, 3);
        for (int i = 0; i < 20; i++) {
          try (Connection c = running.getConnection(ShardKey.of("user", "u" + i));
              Statement s = c.createStatement()) {
            s.execute("select 1");
          }
        }
        assertThatThrownBy(() -> ShardedDataSource.open(two))
            .hasMessageContaining("shards is configured as [0, 1] but installed as [0, 1, 2]");
        try (ShardedDataSource longer = ShardedDataSource.open(three)) {
          assertThat(longer.route(ShardKey.of("user", "user-1")).shard()).isEqualTo(1);
        }
      }
      try (Connection c = shards.connect(0)) {
        assertThatThrownBy(() -> new Installer(two).install(c, 0))
            .hasMessageContaining("cannot shrink");
      }
    }
  }

  private static ShardRouterConfig withShards(EmbeddedShards shards, int count) {
    ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
    for (int id = 0; id < count; id++) {
      builder.shard(
          ShardConfig.of(
              id, shards.url(id), shards.username(), PasswordSource.fixed(shards.password())));
    }
    return builder
        .pool(Map.of("maximumPoolSize", "2", "minimumIdle", "0"))
        .group(groupOfUsers().build())
        .build();
  }

  private static void install(EmbeddedShards shards, ShardRouterConfig config, int count)
      throws SQLException {
    for (int id = 0; id < count; id++) {
      try (Connection c = shards.connect(id)) {
        new Installer(config).install(c, id);
      }
    }
  }

  @Test
  void layoutIsForEver() throws SQLException {
    try (TestCluster cluster = TestCluster.of(2);
        Connection c = cluster.shards().connect(0)) {
      ShardRouterConfigBuilder builder = ShardRouterConfig.builder();
      cluster.config().shards().forEach(builder::shard);
      ShardRouterConfig other =
          builder
              .group(groupOfUsers().slots(4).build())
              .group(cluster.config().groups().get("day"))
              .build();
      assertThatThrownBy(() -> new Installer(other).install(c, 0))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("a layout never changes")
          .hasMessageContaining("groups.user.slots");
      assertThat(cluster.ask(0, "select slots from shard_router.layout where group_name = 'user'"))
          .isEqualTo("2048");
      assertThat(InstalledSchema.read(c)).isPresent();
    }
  }

  @Test
  void keyColumnsWhoseEqualValuesCanDifferInTextAreRefused() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.databases(1)) {
      shards.execute(
          0,
          "create extension citext",
          "create collation ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
          "create table t_citext (id citext)",
          "create table t_char (id char(8))",
          "create table t_float (id float8)",
          "create table t_numeric (id numeric)",
          "create table t_ci (id text collate ci)",
          "create table t_none (other text)");
      for (String table :
          new String[] {"t_citext", "t_char", "t_float", "t_numeric", "t_ci", "t_none"}) {
        ShardRouterConfig config =
            ShardRouterConfig.builder()
                .shard(
                    ShardConfig.of(
                        0,
                        shards.url(0),
                        shards.username(),
                        PasswordSource.fixed(shards.password())))
                .group(GroupConfig.builder("g").layout(0).table(table, "id").build())
                .build();
        try (Connection c = shards.connect(0)) {
          assertThatThrownBy(() -> new Installer(config).install(c, 0))
              .as(table)
              .isInstanceOf(RefusedException.class)
              .hasMessageContaining(table);
          assertThat(InstalledSchema.read(c)).as("nothing is left behind").isEmpty();
        }
      }
    }
  }

  @Test
  void shardThatIsDownDoesNotStopTheOthersAndIsServedWhenItIsBack() throws SQLException {
    EmbeddedShards servers = EmbeddedShards.servers(2);
    try (TestCluster cluster = TestCluster.of(servers, b -> b)) {
      ShardKey up = ShardKey.of("user", "alice");
      ShardKey down = ShardKey.of("user", "user-1");
      servers.stop(1);
      ShardedDataSource router = cluster.router();
      assertThat(router.route(up).shard()).isZero();
      assertThat(router.route(down).shard()).isEqualTo(1);
      use(router, up);
      assertThatThrownBy(() -> use(router, down))
          .isInstanceOf(ShardUnavailableException.class)
          .hasMessageContaining("shard 1")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("08001");
      servers.start(1);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(
              () -> {
                use(router, down);
                return true;
              });
    }
  }

  @Test
  void shardThatComesBackKnowingMoreShardsIsUsedByARouterThatRuns() throws SQLException {
    EmbeddedShards servers = EmbeddedShards.servers(2);
    try (TestCluster cluster = TestCluster.of(servers, b -> b)) {
      servers.stop(1);
      ShardedDataSource router = cluster.router();
      servers.start(1);
      ShardConfig added = cluster.config().shards().get(0);
      ShardRouterConfig three =
          TestCluster.config(servers)
              .shard(ShardConfig.of(2, added.url() + "_2", added.username(), added.password()))
              .build();
      try (Connection c = servers.connect(1)) {
        new Installer(three).install(c, 1);
      }
      use(router, ShardKey.of("user", "user-1"));
    }
  }

  @Test
  void shardThatComesBackInstalledOtherwiseIsNotUsed() throws SQLException {
    EmbeddedShards servers = EmbeddedShards.servers(2);
    try (TestCluster cluster = TestCluster.of(servers, b -> b)) {
      servers.execute(1, "update shard_router.layout set slots = 4 where group_name = 'user'");
      servers.stop(1);
      ShardedDataSource router = cluster.router();
      servers.start(1);
      assertThatThrownBy(() -> use(router, ShardKey.of("user", "user-1")))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("shard 1 disagrees");
    }
  }

  private static void use(ShardedDataSource router, ShardKey key) throws SQLException {
    try (Connection c = router.getConnection(key);
        Statement s = c.createStatement()) {
      s.execute("select count(*) from users");
    }
  }

  @Test
  void noShardAtAllIsAnError() {
    EmbeddedShards servers = EmbeddedShards.servers(1);
    try (servers) {
      servers.stop(0);
      assertThatThrownBy(() -> ShardedDataSource.open(TestCluster.config(servers).build()))
          .isInstanceOf(ShardUnavailableException.class)
          .hasMessageContaining("none of the 1 shards");
    }
  }

  @Test
  void applicationsRoleMayGuardAndReadAndNothingElse() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.databases(1)) {
      TestCluster.createTables(shards);
      shards.execute(
          0,
          "drop role if exists app_of_startup_test",
          "create role app_of_startup_test login password 'secret'",
          "grant select, insert, update, delete on all tables in schema public to"
              + " app_of_startup_test");
      ShardRouterConfig config =
          ShardRouterConfig.builder()
              .shard(
                  ShardConfig.of(
                      0, shards.url(0), "app_of_startup_test", PasswordSource.fixed("secret")))
              .group(GroupConfig.builder("user").layout(0).table("users", "id").build())
              .build();
      try (Connection c = shards.connect(0)) {
        new Installer(config).install(c, 0);
      }
      try (ShardedDataSource router = ShardedDataSource.open(config);
          Connection c = router.getConnection(ShardKey.of("user", "u"));
          Statement s = c.createStatement()) {
        c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        assertThat(s.executeUpdate("insert into users (id) values ('u')")).isEqualTo(1);
        for (String table : new String[] {"placement", "layout", "traffic", "decision", "move"}) {
          s.executeQuery("select * from shard_router." + table);
          assertThatThrownBy(() -> s.execute("delete from shard_router." + table))
              .as(table)
              .extracting(e -> ((SQLException) e).getSQLState())
              .isEqualTo("42501");
        }
      } finally {
        shards.execute(0, "drop owned by app_of_startup_test", "drop role app_of_startup_test");
      }
    }
  }
}
