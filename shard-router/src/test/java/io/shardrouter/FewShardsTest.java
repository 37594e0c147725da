package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardrouter.internal.metrics.Telemetry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A read whose keys fall on some of the shards asks those and no others. */
@Timeout(60)
class FewShardsTest {
  private static final int SLOT_OF_ALICE = 690;

  private static TestCluster cluster;
  private ShardedDataSource router;
  private final List<Integer> widths = new CopyOnWriteArrayList<>();
  private final AtomicInteger repeated = new AtomicInteger();

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(4);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** user-1 is on shard 3, 1 on 0, 42 on 0, alice on 2, and nobody on 1. */
  @BeforeEach
  void freshRows() throws SQLException {
    cluster
        .shards()
        .executeOnAll(
            "truncate users, consciousness_states, daily_metrics restart identity",
            "delete from shard_router.placement",
            "delete from shard_router.traffic");
    router = counted(cluster.router());
    for (String id : List.of("user-1", "1", "42", "alice")) {
      insert("insert into users (id, name, balance) values (?, 'n', 5)", id);
      insert("insert into consciousness_states (user_id, state) values (?, 's')", id);
    }
    widths.clear();
  }

  @AfterEach
  void everyConnectionIsBack() throws SQLException {
    assertThat(ScatterProbe.active(router)).isZero();
  }

  private ShardedDataSource counted(ShardedDataSource opened) {
    opened
        .router()
        .telemetry(
            new Telemetry() {
              @Override
              public boolean isMeasuring() {
                return true;
              }

              @Override
              public void scatter(int width, long nanos, Outcome outcome) {
                widths.add(width);
              }

              @Override
              public void scatterRepeated() {
                repeated.incrementAndGet();
              }
            });
    return opened;
  }

  private void insert(String sql, String id) throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, id);
      s.executeUpdate();
    }
  }

  private List<String> ask(String sql, Object... parameters) throws SQLException {
    try (Connection c = router.getConnection()) {
      return ask(c, sql, parameters);
    }
  }

  private static List<String> ask(Connection c, String sql, Object... parameters)
      throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        s.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  // --- which shards are asked -------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 alice | select id from users where id in ('1', 'alice') order by id",
        "1 alice | select id from users where id = any(array['1', 'alice']) order by id",
        "1 alice | select id from users where id = '1' or id = 'alice' order by id",
        "1 alice | select id from users where (id, name) in (('1', 'n'), ('alice', 'n')) order by 1",
        "1 42 alice | select id from users where id in ('1', 'alice', '42', 'nn') and balance = 5"
            + " order by id",
        "alice 1 | select u.id from users u join consciousness_states s on s.user_id = u.id"
            + " where u.id in ('1', 'alice') order by u.id desc limit 5",
        "2 | select count(*) from users where id in ('1', 'alice')",
        "1 | select count(distinct name) from users where id in ('1', 'alice')",
        "alice | select id from (select id, row_number() over (order by id desc) n from users"
            + " where id in ('1', 'alice')) x where n = 1",
        "1 alice | select id from users where id = '1' union select user_id from"
            + " consciousness_states where user_id = 'alice' order by 1",
      })
  void onlyTheKeysShardsAreAsked(String expected, String sql) throws Exception {
    try (Connection c = cluster.shards().connect(1);
        Connection other = cluster.shards().connect(3)) {
      for (Connection held : List.of(c, other)) {
        held.setAutoCommit(false);
        // Whoever asked this shard for its rows would wait, and fail.
        held.createStatement().execute("lock table users, consciousness_states");
      }
      assertThat(String.join(" ", ask(sql))).isEqualTo(expected);
    }
    assertThat(widths).containsExactly(2);
    assertThat(router.explain(sql).shards()).containsExactly(0, 2);
  }

  @Test
  void arrayParameterIsSplit() throws SQLException {
    String sql = "select id from users where id = any(?) order by id";
    assertThat(ask(sql, (Object) new String[] {"alice", null, "1"})).containsExactly("1", "alice");
    assertThat(ask(sql, (Object) new String[] {"1", "42", "alice", "user-1"})).hasSize(4);
    assertThat(widths).containsExactly(2, 3);
    assertThat(router.explain(sql, (Object) new int[] {1, 42}).shards()).containsExactly(0);
  }

  @Test
  void noKeysAtAllGiveNoRowsAndTheRightColumns() throws SQLException {
    for (String[] none : new String[][] {{}, {null, null}}) {
      try (Connection c = router.getConnection();
          PreparedStatement s =
              c.prepareStatement("select id, balance as b from users where id = any(?)")) {
        s.setObject(1, none);
        try (ResultSet rows = s.executeQuery()) {
          assertThat(rows.getMetaData().getColumnLabel(2)).isEqualTo("b");
          assertThat(rows.getMetaData().getColumnTypeName(2)).isEqualTo("int8");
          assertThat(rows.next()).isFalse();
        }
      }
      assertThat(ask("select count(*) from users where id = any(?)", (Object) none))
          .containsExactly("0");
    }
    assertThat(widths).isEmpty();
  }

  @Test
  void keyOfAllShardsAsksAll() throws SQLException {
    assertThat(ask("select id from users where id in ('1', 'alice') or balance = 5")).hasSize(4);
    assertThat(widths).containsExactly(4);
  }

  @Test
  void explanationNamesTheShards() throws SQLException {
    Explanation merged = router.explain("select id from users where id in (?, ?)", "1", "alice");
    assertThat(merged.kind()).isEqualTo(Explanation.Kind.MERGED);
    assertThat(merged.toString()).contains("route: the keys' shards [0, 2]");
    assertThat(ask("explain (shards) select count(*) from users where id in ('1', 'alice')"))
        .contains("route: the keys' shards [0, 2]", "fold: all rows into one");
    assertThat(ask("explain (shards) select count(*) + 1 from users where id in ('1', 'alice')"))
        .anyMatch(line -> line.startsWith("route: the keys' shards [0, 2], finished"));
  }

  // --- months -----------------------------------------------------------------------------------

  /** January 2024 is on shard 0, and each month is on the shard behind the last one's. */
  private void fillYear() throws SQLException {
    for (int month = 1; month <= 12; month++) {
      try (Connection c = router.getConnection();
          PreparedStatement s =
              c.prepareStatement(
                  "insert into daily_metrics (day, name, value) values (?, 'm', ?)")) {
        s.setObject(1, LocalDate.of(2024, month, 15));
        s.setInt(2, month);
        s.executeUpdate();
      }
    }
    widths.clear();
  }

  @Test
  void datesBetweenAskTheirMonthsShards() throws SQLException {
    fillYear();
    String sum = "select sum(value) from daily_metrics where day ";
    LocalDate february = LocalDate.of(2024, 2, 1);
    assertThat(ask(sum + "between ? and ?", february, LocalDate.of(2024, 3, 31)))
        .containsExactly("5");
    assertThat(ask(sum + ">= ? and day < ?", february, LocalDate.of(2024, 5, 1)))
        .containsExactly("9");
    assertThat(ask(sum + "between '2024-02-15' and date '2024-03-14'")).containsExactly("2");
    assertThat(ask(sum + ">= ? and day < ?", february, february.plusMonths(12)))
        .containsExactly("77");
    assertThat(widths).containsExactly(2, 3, 2, 4);
  }

  @Test
  void monthIsOneShard() throws SQLException {
    fillYear();
    LocalDate february = LocalDate.of(2024, 2, 1);
    String sql = "select name from daily_metrics where day >= ? and day < ?";
    assertThat(ask(sql, february, february.plusMonths(1))).hasSize(1);
    assertThat(widths).isEmpty();
    assertThat(router.explain(sql, february, february.plusMonths(1)).kind())
        .isEqualTo(Explanation.Kind.SINGLE_SHARD);
    // To noon of the first of March: that day is in it.
    assertThat(router.explain(sql, february, LocalDateTime.of(2024, 3, 1, 12, 0)).shards())
        .containsExactly(1, 2);
    assertThat(router.explain(sql, february, february).shards()).hasSize(1);
    assertThat(router.explain(sql, february, "infinity").shards()).hasSize(4);
  }

  // --- transactions -----------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ})
  void transactionSeesWhatItWroteAndAsksFewShards(int isolation) throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      c.setTransactionIsolation(isolation);
      c.setAutoCommit(false);
      s.executeUpdate("update users set name = 'z' where id = 'alice'");
      String sql = "select name from users where id = any(?) order by id";
      assertThat(ask(c, sql, (Object) new String[] {"1", "alice"})).containsExactly("n", "z");
      assertThat(ask(c, "select count(*) from users where id in ('1', 'alice')"))
          .containsExactly("2");
      c.rollback();
    }
    assertThat(widths).containsExactly(2, 2);
  }

  // --- moves ------------------------------------------------------------------------------------

  @Test
  void staleRouterLearnsWhereTheKeysAre() throws SQLException {
    ShardedDataSource stale = counted(cluster.router());
    cluster.shards().execute(2, "truncate consciousness_states");
    cluster.moveUser("alice", SLOT_OF_ALICE, 2, 1, 1);
    cluster.moveUser("alice", SLOT_OF_ALICE, 1, 3, 2);
    router = stale;
    String sql = "select id from users where id in ('1', 'alice') order by id";
    assertThat(ask(sql)).containsExactly("1", "alice");
    // Shard 2 told of 1, and 1 of 3.
    assertThat(repeated.get()).isEqualTo(2);
    assertThat(ask(sql)).containsExactly("1", "alice");
    assertThat(widths).containsExactly(2, 2);
    assertThat(router.explain(sql).shards()).containsExactly(0, 3);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ})
  void staleRouterReadsRightInATransactionToo(int isolation) throws SQLException {
    ShardedDataSource stale = counted(cluster.router());
    cluster.shards().execute(2, "truncate consciousness_states");
    cluster.moveUser("alice", SLOT_OF_ALICE, 2, 1, 1);
    router = stale;
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      c.setTransactionIsolation(isolation);
      c.setAutoCommit(false);
      s.executeUpdate("update users set name = 'z' where id = '1'");
      assertThat(ask(c, "select name from users where id in ('1', 'alice') order by id"))
          .containsExactly("z", "on 1");
      c.rollback();
    }
  }

  @Test
  void movedSlotIsFollowed() throws SQLException {
    ShardedDataSource stale = counted(cluster.router());
    cluster.shards().execute(1, "insert into users (id, name) values ('alice', 'm')");
    cluster.shards().execute(2, "truncate users, consciousness_states");
    cluster.placeSlot(SLOT_OF_ALICE, 2, 1, 1);
    cluster.placeSlot(SLOT_OF_ALICE, 1, 1, 1);
    router = stale;
    assertThat(ask("select name from users where id in ('1', 'alice') order by id"))
        .containsExactly("n", "m");
    assertThat(widths).containsExactly(2);
  }

  /**
   * As though the snapshot of shard 0 were older than both moves and that of shard 2 younger: among
   * these two, traffic agrees.
   */
  @Test
  void keyThatWentThroughAShardThatIsNotAskedIsReadOnce() throws Exception {
    cluster.shards().execute(2, "insert into users (id, name) values ('1', 'young')");
    cluster.placeKey("1", 568, 2, 2, 2);
    cluster.shards().execute(2, "insert into shard_router.traffic values (1, 'taken', 1, 8)");
    cluster
        .shards()
        .execute(
            1, "insert into shard_router.traffic values (0, 'taken', 1, 7), (2, 'given', 1, 8)");
    CompletableFuture<List<String>> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ask("select name from users where id in ('1', 'alice') order by id");
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> repeated.get() > 1 || answer.isDone());
    try (Connection c = cluster.shards().connect(0);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      s.execute("delete from consciousness_states where user_id = '1'");
      s.execute("delete from users where id = '1'");
      s.execute("insert into shard_router.traffic values (1, 'given', 1, 7)");
      s.execute(
          "insert into shard_router.placement (group_name, kind, slot, key, shard, epoch)"
              + " values ('user', 'key', 568, '1', 1, 1)");
      c.commit();
    }
    assertThat(answer.get(20, TimeUnit.SECONDS)).containsExactly("young", "n");
  }
}
