package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ShardingKeyDataSourceAdapter;
import org.springframework.jdbc.datasource.ShardingKeyProvider;

/** Keys that reach a connection by JDBC's sharding API, by a scope, or through an outer pool. */
class KeyOfTheMomentTest {
  /** On shard 0. */
  private static final ShardKey ALICE = ShardKey.of("user", "alice");

  /** On shard 1. */
  private static final ShardKey USER_1 = ShardKey.of("user", "user-1");

  private static final String WHERE = "select current_database()";

  private static TestCluster cluster;
  private static ShardedDataSource router;
  private static String database0;
  private static String database1;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(2);
    router = cluster.router();
    database0 = cluster.ask(0, WHERE);
    database1 = cluster.ask(1, WHERE);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void builderMakesConnectionsForAKey() throws SQLException {
    ShardingKey key =
        router
            .createShardingKeyBuilder()
            .subkey("user", JDBCType.VARCHAR)
            .subkey("user-1", JDBCType.VARCHAR)
            .build();
    try (Connection c = router.createConnectionBuilder().shardingKey(key).build()) {
      assertThat(ask(c)).isEqualTo(database1);
    }
    assertThat(key).isEqualTo(USER_1);
  }

  @Test
  void builderRefusesWhatIsNoKey() {
    assertThatThrownBy(() -> router.createShardingKeyBuilder().build())
        .isInstanceOf(RefusedException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("SR003");
    assertThatThrownBy(
            () -> router.createShardingKeyBuilder().subkey(null, JDBCType.VARCHAR).build())
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(
            () ->
                router.createConnectionBuilder().shardingKey(ALICE).superShardingKey(ALICE).build())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("super");
    assertThatThrownBy(() -> router.createConnectionBuilder().user("u").password("p").build())
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void valueAloneIsRefusedWhereThereAreSeveralGroups() {
    assertThatThrownBy(() -> router.getConnection(ShardKey.of("alice")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("[user, day]");
  }

  @Test
  void unknownGroupIsRefused() {
    assertThatThrownBy(() -> router.getConnection(ShardKey.of("usr", "alice")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("there is no group usr");
  }

  @Test
  void keyIsSetBetweenTransactions() throws SQLException {
    try (Connection c = router.getConnection(ALICE)) {
      assertThat(ask(c)).isEqualTo(database0);
      c.setShardingKey(USER_1);
      assertThat(ask(c)).isEqualTo(database1);
      assertThat(ask(c)).as("a connection with a key keeps the next one too").isEqualTo(database1);
      c.setAutoCommit(false);
      ask(c);
      assertThatThrownBy(() -> c.setShardingKey(ALICE))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("between transactions");
      c.commit();
      assertThat(c.setShardingKeyIfValid(ALICE, 5)).isTrue();
      assertThat(ask(c)).isEqualTo(database0);
      c.commit();
    }
  }

  @Test
  void connectionWithoutAnyKeyAnswersOfItself() throws SQLException {
    try (Connection c = router.getConnection()) {
      assertThat(c.isValid(5)).isTrue();
      assertThat(c.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
    }
  }

  @Test
  void keyBoundToAScopeIsTakenForEachTransaction() throws Exception {
    try (Connection c = router.getConnection()) {
      assertThat(ShardScope.call(ALICE, () -> ask(c))).isEqualTo(database0);
      assertThat(ShardScope.call(USER_1, () -> ask(c))).isEqualTo(database1);
      c.setAutoCommit(false);
      assertThat(ShardScope.call(ALICE, () -> ask(c))).isEqualTo(database0);
      assertThat(ShardScope.call(USER_1, () -> ask(c)))
          .as("a transaction stays where it began")
          .isEqualTo(database0);
      c.commit();
      assertThat(ShardScope.call(USER_1, () -> ask(c))).isEqualTo(database1);
      c.commit();
      assertThatThrownBy(() -> write(c)).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void guardThatIsTakenAgainIsOfTheKeyThatTheTransactionBeganWith() throws Exception {
    try (Connection c = router.getConnection()) {
      c.setAutoCommit(false);
      Savepoint savepoint =
          ShardScope.call(
              ALICE,
              () -> {
                ask(c);
                return c.setSavepoint();
              });
      c.rollback(savepoint);
      assertThat(ShardScope.call(USER_1, () -> ask(c))).isEqualTo(database0);
      c.rollback();
    }
  }

  @Test
  void explicitKeyStandsOverABoundOne() throws Exception {
    assertThat(
            ShardScope.call(
                ALICE,
                () -> {
                  try (Connection c = router.getConnection(USER_1)) {
                    return ask(c);
                  }
                }))
        .isEqualTo(database1);
  }

  @Test
  void scopesNestAndPassToWrappedTasksAlone() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      ShardScope.call(
          ALICE,
          () -> {
            ShardScope.run(USER_1, () -> assertThat(ShardScope.current()).contains(USER_1));
            assertThat(ShardScope.current()).contains(ALICE);
            Future<?> wrapped =
                other.submit(
                    ShardScope.wrap(
                        () -> {
                          assertThat(ShardScope.current()).contains(ALICE);
                        }));
            wrapped.get();
            other.submit(() -> assertThat(ShardScope.current()).isEmpty()).get();
            return null;
          });
      assertThat(ShardScope.current()).isEmpty();
    } finally {
      other.shutdown();
    }
  }

  @Test
  void outerPoolHandsNoKeyOn() throws Exception {
    HikariConfig settings = new HikariConfig();
    settings.setDataSource(router);
    settings.setMaximumPoolSize(1);
    try (HikariDataSource outer = new HikariDataSource(settings)) {
      try (Connection c = outer.getConnection()) {
        c.setShardingKey(USER_1);
        assertThat(ask(c)).isEqualTo(database1);
        assertThatThrownBy(() -> write(c))
            .as("in autocommit a statement is a transaction")
            .isInstanceOf(RefusedException.class);
      }
      try (Connection c = outer.getConnection()) {
        c.setAutoCommit(false);
        c.setShardingKey(USER_1);
        ask(c);
        assertThat(ask(c)).isEqualTo(database1);
        c.commit();
      }
      try (Connection c = outer.getConnection()) {
        assertThatThrownBy(() -> write(c)).isInstanceOf(RefusedException.class);
        assertThat(ShardScope.call(ALICE, () -> ask(c))).isEqualTo(database0);
      }
      assertThat(active(0) + active(1)).as("an idle outer connection holds no shard").isZero();
    }
  }

  private static int active(int shard) throws SQLException {
    try (Connection c = router.shardDataSource(shard).getConnection()) {
      HikariPoolMXBean pool = router.router().shards().get(shard).pool().getHikariPoolMXBean();
      assertThat(c.isValid(1)).isTrue();
      return pool.getActiveConnections() - 1;
    }
  }

  @Test
  void springsShardingKeyAdapterWorksUnchanged() throws Exception {
    ShardingKeyProvider provider =
        new ShardingKeyProvider() {
          @Override
          public ShardingKey getShardingKey() {
            return ShardScope.current().orElseThrow();
          }

          @Override
          public ShardingKey getSuperShardingKey() {
            return null;
          }
        };
    JdbcTemplate template = new JdbcTemplate(new ShardingKeyDataSourceAdapter(router, provider));
    ShardScope.call(
        USER_1,
        () -> {
          template.update("insert into users (id, name) values (?, ?)", "user-1", "spring");
          assertThat(template.queryForObject(WHERE, String.class)).isEqualTo(database1);
          return null;
        });
    assertThat(cluster.ask(1, "select name from users where id = 'user-1'")).isEqualTo("spring");
    assertThat(
            ShardScope.call(
                ALICE, () -> template.queryForList("select id from users", String.class)))
        .isEmpty();
  }

  private static String ask(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet row = s.executeQuery(WHERE)) {
      row.next();
      return row.getString(1);
    }
  }

  /** What only a key can lead to one shard. */
  private static void write(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.executeUpdate("update users set name = name");
    }
  }
}
