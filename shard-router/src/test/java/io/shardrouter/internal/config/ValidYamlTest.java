package io.shardrouter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.ConfigurationException;
import io.shardrouter.Credentials;
import io.shardrouter.GroupConfig;
import io.shardrouter.GuardMode;
import io.shardrouter.InstallMode;
import io.shardrouter.KeyCheck;
import io.shardrouter.KeyType;
import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.TableName;
import io.shardrouter.TransactionMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidYamlTest {
  private static final String COMPLETE =
      """
      # Everything that can be set.
      shards:
        - {id: 0, url: "jdbc:postgresql://${DB_HOST:db-0}:5432/app", username: app, password: "${SHARD_PASSWORD}"}
        - id: 1
          url: jdbc:postgresql://db-1:5432/app?sslmode=verify-full
          username: app
          password: "a$$b${"$"}c"
          migrator: {username: owner, password: secret}
          pool: {maximumPoolSize: 20}
      groups:
        user:
          strategy: md5
          layout: [0, 1]
          slots: "${SLOTS}"
          keyType: bigint
          tables: {users: id, app.consciousness_states: User_Id, '"Mixed Case"': '"Key"'}
          globallyUnique: {Users: [Email], app.consciousness_states: [id, '"Code"']}
        day:
          strategy: month
          zone: Asia/Tokyo
          layout:
            - 1
            - 0
          keyType: timestamptz
          tables: {daily_metrics: day}
      referenceTables: [Countries, '"Odd"']
      defaultShard: 0
      guard: on
      install: auto
      pool: {maximumPoolSize: 10, connectionInitSql: SET jit = off}
      keyCheck: off
      guardWait: 3s
      acquireTimeout: 500ms
      statementTimeout: PT1M30S
      fetchSize: 500
      byteBudget: 16MiB
      shutdownTimeout: 2m
      transactions: best-effort
      """
          .replace("${\"$\"}", "$");

  private static final Map<String, String> ENVIRONMENT =
      Map.of("SHARD_PASSWORD", "${SLOTS}", "SLOTS", "64");

  @Test
  void yamlAndRecordsGiveTheSameConfiguration() {
    assertThat(ShardRouterConfig.parse(COMPLETE, "shards.yaml", ENVIRONMENT::get))
        .isEqualTo(completeByRecords());
  }

  private static ShardRouterConfig completeByRecords() {
    return ShardRouterConfig.builder()
        .shard(
            ShardConfig.of(
                0, "jdbc:postgresql://db-0:5432/app", "app", PasswordSource.fixed("${SLOTS}")))
        .shard(
            ShardConfig.of(
                    1,
                    "jdbc:postgresql://db-1:5432/app?sslmode=verify-full",
                    "app",
                    PasswordSource.fixed("a$b$c"))
                .withMigrator(new Credentials("owner", PasswordSource.fixed("secret")))
                .withPool(Map.of("maximumPoolSize", "20")))
        .group(
            GroupConfig.builder("user")
                .layout(0, 1)
                .slots(64)
                .keyType(KeyType.BIGINT)
                .table("users", "id")
                .table("app.consciousness_states", "user_id")
                .table("\"Mixed Case\"", "\"Key\"")
                .globallyUnique("users", "email")
                .globallyUnique("app.consciousness_states", "id")
                .globallyUnique("app.consciousness_states", "\"Code\"")
                .build())
        .group(
            GroupConfig.builder("day")
                .strategy("month")
                .layout(1, 0)
                .zone(ZoneId.of("Asia/Tokyo"))
                .keyType(KeyType.TIMESTAMPTZ)
                .table("daily_metrics", "day")
                .build())
        .referenceTable("countries")
        .referenceTable("\"Odd\"")
        .defaultShard(0)
        .guard(GuardMode.ON)
        .install(InstallMode.AUTO)
        .pool(Map.of("maximumPoolSize", "10", "connectionInitSql", "SET jit = off"))
        .keyCheck(KeyCheck.OFF)
        .guardWait(Duration.ofSeconds(3))
        .acquireTimeout(Duration.ofMillis(500))
        .statementTimeout(Duration.ofSeconds(90))
        .fetchSize(500)
        .byteBudget(16 << 20)
        .shutdownTimeout(Duration.ofMinutes(2))
        .transactions(TransactionMode.BEST_EFFORT)
        .build();
  }

  private static final String SMALLEST =
      """
      shards:
        - {id: 7, url: "jdbc:postgresql:app", username: app, password: ""}
      groups:
        user: {strategy: md5, layout: [7, 7, 7], tables: {Users: "ID"}}
      """;

  @Test
  void whatIsLeftOutHasTheDocumentedDefault() {
    ShardRouterConfig config = ShardRouterConfig.parse(SMALLEST, "shards.yaml", name -> null);
    assertThat(config.guard()).isEqualTo(GuardMode.ON);
    assertThat(config.install()).isEqualTo(InstallMode.NEVER);
    assertThat(config.keyCheck()).isEqualTo(KeyCheck.ENFORCE);
    assertThat(config.guardWait()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.acquireTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.statementTimeout()).isZero();
    assertThat(config.fetchSize()).isEqualTo(1000);
    assertThat(config.byteBudget()).isEqualTo(67_108_864);
    assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.transactions()).isEqualTo(TransactionMode.TWO_PHASE);
    assertThat(config.defaultShard()).isEmpty();
    assertThat(config.referenceTables()).isEmpty();
    GroupConfig user = config.groups().values().iterator().next();
    assertThat(user.slots()).isEqualTo(3 * 1024);
    assertThat(user.keyType()).isEmpty();
    assertThat(user.zone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(user.tables()).containsExactly(Map.entry(TableName.parse("users"), "id"));
  }

  @Test
  void everyNameOfUtcIsOneZoneSoThatLayoutsCompareEqual() {
    for (String zone : new String[] {"UTC", "Z", "Etc/UTC", "GMT"}) {
      String yaml = SMALLEST.replace("strategy: md5", "strategy: md5, zone: " + zone);
      assertThat(ShardRouterConfig.parse(yaml, "shards.yaml", name -> null).groups())
          .isEqualTo(ShardRouterConfig.parse(SMALLEST, "shards.yaml", name -> null).groups());
    }
  }

  @Test
  void filesAndResourcesAreRead(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("shards.yaml"), SMALLEST);
    ShardRouterConfig expected = ShardRouterConfig.parse(SMALLEST, "text", name -> null);
    assertThat(ShardRouterConfig.load(file)).isEqualTo(expected);
    assertThat(ShardRouterConfig.loadResource("config/smallest.yaml")).isEqualTo(expected);
    assertThat(ShardRouterConfig.loadResource("/config/smallest.yaml")).isEqualTo(expected);
  }

  @Test
  void whatCannotBeReadIsNamed(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> ShardRouterConfig.load(missing))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(missing + ": cannot be read; give a file that exists");
    Path latin1 = Files.write(folder.resolve("latin1.yaml"), new byte[] {'#', (byte) 0xFC});
    assertThatThrownBy(() -> ShardRouterConfig.load(latin1))
        .hasMessage(latin1 + ": is not UTF-8; save it as UTF-8");
    assertThatThrownBy(() -> ShardRouterConfig.loadResource("no.yaml"))
        .hasMessageStartingWith("classpath:no.yaml: is not on the class path; give");
  }
}
