package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.internal.guard.GuardText;
import io.shardrouter.internal.guard.Proof;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.Placement;
import io.shardrouter.internal.routing.PlacementMap;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.sql.ProofPlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A SELECT in autocommit proves by its own snapshot that its shard holds the key: it takes no lock,
 * waits for no move, and is right wherever the key was when it began.
 */
class ProvenSelectTest {
  private static final ShardKey KEY = ShardKey.of("user", "user-1");
  private static final int HOME = 3;
  private static final int AWAY = 1;

  private static TestCluster cluster;
  private static ShardRouterConfig config;

  private ShardedDataSource stale;
  private RoutedKey key;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(4);
    config =
        cluster.config().toBuilder()
            .keyCheck(KeyCheck.ENFORCE)
            .guardWait(Duration.ofMillis(1))
            .build();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void freshRows() throws SQLException {
    cluster
        .shards()
        .executeOnAll(
            "truncate users, consciousness_states restart identity",
            "truncate shard_router.placement, shard_router.move_table, shard_router.move cascade",
            "select setval('shard_router.placement_changes', 1)");
    fill(HOME);
    stale = cluster.router(config);
    key = new RoutedKey("user", stale.route(KEY).slot(), "user-1");
    assertThat(stale.route(KEY).shard()).isEqualTo(HOME);
  }

  private static void fill(int shard) throws SQLException {
    cluster
        .shards()
        .execute(
            shard,
            "insert into users (id, name, balance) values ('user-1', 'Ada', 7)",
            "insert into consciousness_states (user_id, id, state) values ('user-1', 1, 's1'),"
                + " ('user-1', 2, 's2'), ('user-1', 3, 's3')");
  }

  /** Moves the user's rows and placement, as a mover's commits would. */
  private void move(int from, int to, long epoch) throws SQLException {
    fill(to);
    cluster.placeKey("user-1", key.slot(), to, to, epoch);
    leave(from, to, epoch);
  }

  private void leave(int from, int to, long epoch) throws SQLException {
    cluster.placeKey("user-1", key.slot(), from, to, epoch);
    cluster.shards().execute(from, "delete from consciousness_states", "delete from users");
  }

  static List<String> texts() {
    return List.of(
        "select name, balance from users where id = ?",
        "select name from users where id = ? and name = 'nobody'",
        "select count(*) from users where id = ?",
        "select max(id), min(name) from users where id = ?",
        "select max(id) from consciousness_states where user_id = ?",
        "select sum(balance) from users where id = ? group by name having count(*) > 0",
        "select name, count(*) from users where id = ? group by grouping sets ((), (name))"
            + " order by 2, 1",
        "select (select count(*) from consciousness_states where user_id = users.id), name"
            + " from users where id = ?",
        "with s as (select * from consciousness_states where user_id = ?) select count(*) from s",
        "select distinct length(state) from consciousness_states where user_id = ?",
        "select state from consciousness_states where user_id = ? order by state desc",
        "select state from consciousness_states where user_id = ? and exists"
            + " (select from users where id = user_id) order by 1",
        "select u.name, s.state from users u join consciousness_states s on s.user_id = u.id"
            + " where u.id = ? order by 2",
        "select u.name, s.state from users u left join consciousness_states s"
            + " on s.user_id = u.id and s.state = 'none' where u.id = ?",
        "select count(s.id) from consciousness_states s full join users u on s.user_id = u.id"
            + " where u.id = ?",
        "select state, row_number() over (order by state) from consciousness_states"
            + " where user_id = ? order by 2",
        "select g from users, generate_series(1, 2) g where id = ? order by 1",
        "select coalesce(string_agg(state, ',' order by state), '-') from consciousness_states"
            + " where (user_id = ?) and (state like 's%' or state is null)",
        "select name from users where id = ?;",
        "select name from users where id = ? -- the user",
        "select name from users where id = ? /* is this a user? */",
        "select a.state, b.state from consciousness_states a, consciousness_states b"
            + " where a.user_id = ? and b.user_id = a.user_id and b.id > a.id order by 1, 2");
  }

  // --- through routers
  // ----------------------------------------------------------------------------

  @Test
  void selectIsRightWhereverTheKeyIsAndThoughMoversHoldTheirLocks() throws SQLException {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (String sql : texts()) {
      expected.put(sql, onHome(sql));
    }
    try (Connection mover0 = fenced(0);
        Connection mover1 = fenced(AWAY);
        Connection mover2 = fenced(2);
        Connection mover3 = fenced(HOME)) {
      expect(expected);
      move(HOME, AWAY, 1);
      expect(expected);
      // Known as moved by now, and then told anew, by a chain and by the way back.
      move(AWAY, 0, 2);
      expect(expected);
      move(0, HOME, 3);
      expect(expected);
      for (Connection mover : List.of(mover0, mover1, mover2, mover3)) {
        mover.rollback();
      }
    }
  }

  private void expect(Map<String, List<String>> expected) throws SQLException {
    for (ShardedDataSource router : List.of(stale, cluster.router(config))) {
      for (Map.Entry<String, List<String>> each : expected.entrySet()) {
        expect(router, each.getKey(), each.getValue());
      }
    }
  }

  private static void expect(ShardedDataSource router, String sql, List<String> expected)
      throws SQLException {
    try (Connection byKey = router.getConnection(KEY)) {
      assertThat(prepared(byKey, sql)).as(sql).isEqualTo(expected);
    }
    try (Connection byKey = router.getConnection(KEY)) {
      assertThat(plain(byKey, sql)).as(sql).isEqualTo(expected);
    }
    try (Connection bySql = router.getConnection()) {
      assertThat(prepared(bySql, sql)).as(sql).isEqualTo(expected);
      assertThat(plain(bySql, sql)).as(sql).isEqualTo(expected);
      bySql.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(prepared(bySql, sql)).as(sql).isEqualTo(expected);
    }
  }

  private static List<String> onHome(String sql) throws SQLException {
    try (Connection c = cluster.shards().connect(HOME)) {
      List<String> rows = prepared(c, sql);
      assertThat(sql.contains("nobody") || !rows.isEmpty()).as(sql).isTrue();
      return rows;
    }
  }

  /** Holds what a mover's fence holds. */
  private Connection fenced(int shard) throws SQLException {
    Connection mover = cluster.shards().connect(shard);
    mover.setAutoCommit(false);
    try (Statement s = mover.createStatement()) {
      s.execute(
          "select pg_advisory_xact_lock(1397248580, shard_router.key_lock('user', 'user-1'))");
      s.execute(
          "select pg_advisory_xact_lock(1397248580, shard_router.slot_lock('user', "
              + key.slot()
              + "))");
      s.execute("select pg_advisory_xact_lock(1397248580, hashtext('g:user'))");
      s.execute("lock table shard_router.fence in exclusive mode");
    }
    return mover;
  }

  /** A shard without a partition for what is asked does not look at its table at all. */
  @Test
  void shardWithoutThePartitionDoesNotAnswer() throws SQLException {
    try (TestCluster partitioned = TestCluster.of(2)) {
      partitioned
          .shards()
          .executeOnAll(
              "drop table consciousness_states",
              "create table consciousness_states (user_id text, state text)"
                  + " partition by list (state)");
      ShardedDataSource router =
          partitioned.router(partitioned.config().toBuilder().keyCheck(KeyCheck.ENFORCE).build());
      int home = router.route(KEY).shard();
      partitioned
          .shards()
          .execute(
              1 - home,
              "create table fresh partition of consciousness_states for values in ('s1')",
              "insert into consciousness_states values ('user-1', 's1')");
      partitioned.placeKey("user-1", router.route(KEY).slot(), 1 - home, 1 - home, 1);
      partitioned.placeKey("user-1", router.route(KEY).slot(), home, 1 - home, 1);
      try (Connection c = router.getConnection()) {
        assertThat(
                prepared(
                    c,
                    "select count(*) from consciousness_states where user_id = ?"
                        + " and state = 's1'"))
            .containsExactly("[1]");
      }
    }
  }

  /** What the other shard's database is called tells that shard, and nothing of the rows. */
  @Test
  void shardIsNotToldFromItsOwnName() throws SQLException {
    List<ShardedDataSource> staleRouters = new ArrayList<>(List.of(stale, cluster.router(config)));
    move(HOME, AWAY, 1);
    String database;
    try (Connection c = cluster.shards().connect(AWAY)) {
      database = c.getCatalog();
    }
    for (String name : List.of("current_database()", "current_catalog")) {
      try (Connection c = staleRouters.remove(0).getConnection()) {
        assertThat(
                prepared(
                    c,
                    "select name from users where id = ? and %s = '%s'".formatted(name, database)))
            .containsExactly("[Ada]");
      }
    }
  }

  @Test
  void whatChangesRowsStillWaits() throws SQLException {
    try (Connection mover = fenced(HOME);
        Connection c = stale.getConnection(KEY);
        Statement s = c.createStatement()) {
      assertThat(prepared(c, "select name from users where id = ?")).containsExactly("[Ada]");
      assertThatThrownBy(() -> s.execute("update users set name = 'x' where id = 'user-1'"))
          .isInstanceOf(ShardUnavailableException.class);
      assertThatThrownBy(() -> s.execute("select name from users where id = 'user-1' for update"))
          .isInstanceOf(ShardUnavailableException.class);
      c.setAutoCommit(false);
      assertThatThrownBy(() -> s.execute("select name from users where id = 'user-1'"))
          .isInstanceOf(ShardUnavailableException.class);
      c.rollback();
      mover.rollback();
    }
  }

  /**
   * A move that is staged here and decided by nobody: no shard answers with its absence of rows.
   */
  @Test
  void nobodyAnswersForAKeyThatNobodyHolds() throws SQLException {
    leave(HOME, AWAY, 1);
    cluster
        .shards()
        .execute(
            AWAY,
            "insert into shard_router.move (move_id, group_name, kind, slot, key, source, target,"
                + " epoch, state) values (gen_random_uuid(), 'user', 'key', "
                + key.slot()
                + ", 'user-1', 3, 1, 1, 'staged')");
    for (String sql : texts()) {
      try (Connection c = stale.getConnection()) {
        assertThatThrownBy(() -> prepared(c, sql)).as(sql).isInstanceOf(SQLException.class);
      }
    }
  }

  /** Where the session reads strings otherwise, the condition might end up in one. */
  @Test
  void sessionThatReadsStringsOtherwiseIsGuarded() throws SQLException {
    Map<String, String> pool = new LinkedHashMap<>(config.pool());
    pool.put("connectionInitSql", "set standard_conforming_strings = off");
    ShardedDataSource router =
        cluster.router(config.toBuilder().pool(pool).guardWait(Duration.ofSeconds(5)).build());
    move(HOME, AWAY, 1);
    try (Connection c = router.getConnection(KEY)) {
      assertThat(
              plain(
                  c,
                  "select name from users where id = 'user-1' and name <> '\\' and id <> '' --'"))
          .containsExactly("[Ada]");
    }
  }

  // --- the condition itself
  // -----------------------------------------------------------------------

  /** What the router believes to have moved. */
  enum Belief {
    NOTHING,
    SOMETHING;

    Proof proof(String sql, RoutedKey key) throws SQLException {
      PlacementMap placements = new PlacementMap(config.groups().values(), 10);
      if (this == SOMETHING) {
        placements.learnSlot("user", key.slot() + 1, new Placement(0, 1));
      }
      Group group = new Group(config.groups().get("user"), KeyType.TEXT);
      ProofPlace place = new ProofPlace(sql.length(), 1);
      return new GuardText(group, placements, Duration.ofSeconds(5))
          .of(sql, true)
          .proof(place, key, group.baseShard(key.slot()));
    }
  }

  /**
   * A cursor has its snapshot when it is declared, and computes the OFFSET when it is fetched from:
   * what was committed in between must not tell that the key is here, for its rows are not.
   */
  @ParameterizedTest
  @EnumSource
  void keyThatCameAfterTheSnapshotIsNotHere(Belief belief) throws SQLException {
    leave(HOME, AWAY, 1);
    try (Connection c = cluster.shards().connect(HOME)) {
      c.setAutoCommit(false);
      // The planner may look already.
      assertThatThrownBy(
              () -> {
                declare(c, belief);
                fill(HOME);
                cluster.placeKey("user-1", key.slot(), HOME, HOME, 2);
                plain(c, "fetch all from rows");
              })
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("SR001");
    }
  }

  /** And the other way round: the rows are those of the snapshot, in which the key was here. */
  @ParameterizedTest
  @EnumSource
  void keyThatLeftAfterTheSnapshotIsHere(Belief belief) throws SQLException {
    try (Connection c = cluster.shards().connect(HOME)) {
      c.setAutoCommit(false);
      declare(c, belief);
      move(HOME, AWAY, 1);
      assertThat(plain(c, "fetch all from rows")).containsExactly("[1]");
    }
  }

  private void declare(Connection c, Belief belief) throws SQLException {
    Proof proof = belief.proof("select count(*) from users where id = ?", key);
    try (PreparedStatement declare = c.prepareStatement("declare rows cursor for " + proof.sql())) {
      declare.setString(1, "user-1");
      proof.bindTo(declare, key);
      declare.execute();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherShardsServerIsToldFromTheShard(Belief belief) throws SQLException {
    String sql = "select count(*) from users where id = ?";
    Proof proof = belief.proof(sql, key);
    try (Connection c = cluster.shards().connect(AWAY);
        PreparedStatement s = c.prepareStatement(proof.sql())) {
      s.setString(1, "user-1");
      proof.bindTo(s, key);
      assertThatThrownBy(s::executeQuery)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isIn("SR001", "SR007");
    }
  }

  /** A great answer may be computed by several processes, whatever moved. */
  @ParameterizedTest
  @EnumSource
  void conditionLeavesPlansParallel(Belief belief) throws SQLException {
    Proof proof = belief.proof("select count(*) from consciousness_states where user_id = ?", key);
    try (Connection c = cluster.shards().connect(HOME)) {
      for (String setting :
          List.of(
              "parallel_setup_cost = 0",
              "parallel_tuple_cost = 0",
              "min_parallel_table_scan_size = 0",
              "enable_indexscan = off",
              "enable_bitmapscan = off",
              "enable_indexonlyscan = off")) {
        plainUpdate(c, "set " + setting);
      }
      try (PreparedStatement s = c.prepareStatement("explain (costs off) " + proof.sql())) {
        s.setString(1, "user-1");
        proof.bindTo(s, key);
        assertThat(rows(s.executeQuery())).asString().contains("Parallel Seq Scan");
      }
      try (PreparedStatement s = c.prepareStatement(proof.sql())) {
        s.setString(1, "user-1");
        proof.bindTo(s, key);
        assertThat(rows(s.executeQuery())).containsExactly("[3]");
      }
    }
  }

  private static void plainUpdate(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  /** The plan is kept, also when values come without a type. */
  @Test
  void planIsKeptOnTheServer() throws SQLException {
    try (Connection c = stale.getConnection(KEY);
        PreparedStatement s = c.prepareStatement("select name from users where id = ?")) {
      for (int i = 0; i < 10; i++) {
        s.setObject(1, "user-1", Types.OTHER);
        assertThat(rows(s.executeQuery())).containsExactly("[Ada]");
      }
      assertThat(
              plain(
                  c,
                  "select generic_plans + custom_plans > 3 from pg_prepared_statements"
                      + " where statement like 'select name from users%shard_router.held%'"))
          .containsExactly("[t]");
    }
  }

  private static List<String> prepared(Connection c, String sql) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, "user-1");
      return rows(s.executeQuery());
    }
  }

  private static List<String> plain(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      return rows(s.executeQuery(sql.replaceFirst("= \\?", "= 'user-1'")));
    }
  }

  private static List<String> rows(ResultSet row) throws SQLException {
    List<String> rows = new ArrayList<>();
    while (row.next()) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        values.add(row.getString(i));
      }
      rows.add(values.toString());
    }
    return rows;
  }
}
