package io.shardrouter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardScope;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.ShardingKeyDataSourceAdapter;
import org.springframework.jdbc.datasource.ShardingKeyProvider;
import org.springframework.transaction.support.TransactionTemplate;

/** The packaged jars, used as a service uses them. */
class ServiceIT {
  private static EmbeddedShards shards;
  private static Map<String, String> environment;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws Exception {
    shards = EmbeddedShards.databases(2);
    shards.executeOnAll(
        "create table users (id text primary key)",
        "create table consciousness_states (id bigint generated always as identity,"
            + " user_id text not null references users, state text not null)");
    environment =
        Map.of(
            "URL_0", shards.url(0),
            "URL_1", shards.url(1),
            "USERNAME", shards.username(),
            "PASSWORD", shards.password());
    router =
        ShardedDataSource.open(ShardRouterConfig.parse(yaml(), "shards.yaml", environment::get));
  }

  private static String yaml() throws IOException {
    try (InputStream in = StateStore.class.getResourceAsStream("/shards.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void stop() {
    router.close();
    shards.close();
  }

  @Test
  void libraryIsAModuleThatExportsItsApiAlone() {
    Module library = ShardedDataSource.class.getModule();
    assertThat(library.isNamed()).isTrue();
    assertThat(
            library.getDescriptor().exports().stream()
                .filter(exported -> !exported.isQualified())
                .map(ModuleDescriptor.Exports::source))
        .containsExactlyInAnyOrder("io.shardrouter", "io.shardrouter.strategy");
    assertThat(library.getDescriptor().opens()).isEmpty();
    Module service = StateStore.class.getModule();
    assertThat(service.getName()).isEqualTo("io.shardrouter.it");
    assertThat(library.getPackages().stream().filter(name -> library.isExported(name, service)))
        .containsExactlyInAnyOrder("io.shardrouter", "io.shardrouter.strategy");
  }

  @Test
  void serviceRunsAsAProgramFromItsModulePathAndReadsItsEnvironment() throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--module-path",
            System.getProperty("jdk.module.path"),
            "--module",
            "io.shardrouter.it/io.shardrouter.it.Service",
            "program",
            "awake");
    command.environment().putAll(environment);
    Process service = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(service.waitFor()).isZero();
    assertThat(printed.lines()).contains("program: [awake]");
  }

  @Test
  void usersLiveOnTheirShardsAndAreCountedOnAll() throws Exception {
    StateStore store = new StateStore(router);
    long before = store.users();
    store.enrol("alice", "awake");
    store.enrol("user-1", "asleep");
    assertThat(store.states("alice")).containsExactly("awake");
    assertThat(store.states("user-1")).containsExactly("asleep");
    assertThat(store.users()).isEqualTo(before + 2);
    assertThatThrownBy(() -> store.enrol("alice", "twice")).hasMessageContaining("duplicate key");
    assertThat(store.states("alice")).containsExactly("awake");
  }

  @Test
  void springsTransactionsStayOnTheKeysShard() throws Exception {
    ShardingKeyDataSourceAdapter source = new ShardingKeyDataSourceAdapter(router, new BoundKey());
    JdbcTemplate template = new JdbcTemplate(source);
    TransactionTemplate transactions =
        new TransactionTemplate(new DataSourceTransactionManager(source));
    ShardScope.run(
        ShardKey.of("user", "spring"),
        () -> {
          transactions.executeWithoutResult(
              status -> template.update("insert into users (id) values (?)", "spring"));
          assertThatThrownBy(
                  () ->
                      transactions.executeWithoutResult(
                          status -> {
                            template.update(
                                "insert into consciousness_states (user_id, state)"
                                    + " values ('spring', 'lost')");
                            template.update("insert into users (id) values (?)", "spring");
                          }))
              .isInstanceOf(DuplicateKeyException.class);
          assertThat(
                  template.queryForObject(
                      "select count(*) from consciousness_states where user_id = 'spring'",
                      Integer.class))
              .isZero();
        });
  }

  /** The key of the thread's scope, for Spring. */
  private static final class BoundKey implements ShardingKeyProvider {
    @Override
    public ShardingKey getShardingKey() {
      return ShardScope.current().orElseThrow();
    }

    @Override
    public ShardingKey getSuperShardingKey() {
      return null;
    }
  }

  @Test
  void outerPoolTakesTheKeyOfTheScope() throws Exception {
    HikariConfig settings = new HikariConfig();
    settings.setDataSource(router);
    settings.setMaximumPoolSize(2);
    try (HikariDataSource outer = new HikariDataSource(settings)) {
      for (String user : new String[] {"alice", "user-1"}) {
        ShardKey key = ShardKey.of("user", user);
        String database =
            ShardScope.call(
                key,
                () -> {
                  try (Connection connection = outer.getConnection();
                      Statement statement = connection.createStatement();
                      ResultSet row = statement.executeQuery("select current_database()")) {
                    row.next();
                    return row.getString(1);
                  }
                });
        assertThat(shards.url(router.route(key).shard())).endsWith("/" + database);
      }
    }
  }
}
