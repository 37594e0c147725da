package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.testing.CountingProxy;
import io.shardrouter.testing.EmbeddedShards;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.jdbc.PgResultSet;

/** Rows come block by block, and the current one can only be read. */
class ScatterStreamTest {
  private static final int SHARDS = 3;

  private static TestCluster cluster;
  private static CountingProxy proxy;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    EmbeddedShards shards = EmbeddedShards.databases(SHARDS);
    cluster = TestCluster.of(shards, settings -> settings);
    proxy = CountingProxy.to(shards.url(0));
    List<ShardConfig> through =
        IntStream.range(0, SHARDS)
            .mapToObj(
                id ->
                    ShardConfig.of(
                        id,
                        proxy.url(shards.url(id)),
                        shards.username(),
                        PasswordSource.fixed(shards.password())))
            .toList();
    router = cluster.router(cluster.config().toBuilder().shards(through).build());
    router.scatter("select 1").close();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    proxy.close();
  }

  @Test
  void aShortAnswerCostsOneRoundTripAShardAndOneForItsEnd() throws SQLException {
    proxy.reset();
    try (ScatterResult result = router.scatter("select 1")) {
      assertThat(proxy.roundTrips()).isEqualTo(SHARDS);
      assertThat(result.next()).isTrue();
    }
    assertThat(proxy.roundTrips()).isEqualTo(2 * SHARDS);
  }

  @Test
  void aLargeAnswerIsFetchedInBlocksOfTheFetchSize() throws SQLException {
    int rows = 200_000;
    proxy.reset();
    long[] sums = new long[SHARDS];
    ScatterQuery query =
        ScatterQuery.of("select i, repeat('x', 100) from generate_series(1, ?) i", rows)
            .fetchSize(500);
    try (ScatterResult result = router.scatter(query)) {
      assertThat(proxy.roundTrips()).isEqualTo(SHARDS);
      while (result.next()) {
        sums[result.shard()] += result.row().getInt(1);
      }
    }
    assertThat(sums).containsOnly(rows * (rows + 1L) / 2);
    // The first block comes with the answer; each further one, the empty last one and the rollback
    // are a round trip.
    assertThat(proxy.roundTrips()).isEqualTo(SHARDS * (rows / 500L + 2));
  }

  @Test
  void noBlockIsFetchedAheadOfItsTurn() throws SQLException {
    ScatterQuery query = ScatterQuery.of("select i from generate_series(1, 1000) i").fetchSize(10);
    proxy.reset();
    try (ScatterResult result = router.scatter(query)) {
      for (int i = 0; i < 10 * SHARDS; i++) {
        assertThat(result.next()).isTrue();
      }
      // The last block that was read to its end is not followed before next() asks.
      assertThat(proxy.roundTrips()).isLessThan(2 * SHARDS);
    }
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void theRowCanOnlyBeRead(Method method) throws Exception {
    try (ScatterResult result =
        router.scatter(ScatterQuery.of("select 1 as a from generate_series(1, 3)"))) {
      assertThat(result.next()).isTrue();
      ResultSet row = result.row();
      Object[] arguments =
          Arrays.stream(method.getParameterTypes()).map(ScatterStreamTest::argument).toArray();
      assertThatThrownBy(() -> invoke(method, row, arguments))
          .as(method.toString())
          .isInstanceOf(SQLException.class)
          .satisfies(
              e -> {
                if (!method.getName().startsWith("update")
                    || method.getName().equals("updateRow")) {
                  assertThat(((SQLException) e).getSQLState()).isEqualTo("SR004");
                }
              });
      assertThat(row.getInt(1)).isEqualTo(1);
      int count = 1;
      while (result.next()) {
        count++;
      }
      assertThat(count).isEqualTo(3 * SHARDS);
    }
    assertThat(ScatterProbe.active(router)).isZero();
  }

  private static void invoke(Method method, Object target, Object... arguments) throws Throwable {
    try {
      method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Everything but questions about the current row and the result's fixed properties. */
  static Stream<Method> forbidden() {
    Set<String> questions =
        Set.of(
            "findColumn",
            "wasNull",
            "isClosed",
            "clearWarnings",
            "isWrapperFor",
            "rowDeleted",
            "rowInserted",
            "rowUpdated");
    return Arrays.stream(ResultSet.class.getMethods())
        .filter(method -> !questions.contains(method.getName()))
        .filter(
            method ->
                !method.getName().startsWith("get") || method.getName().equals("getStatement"))
        .filter(method -> !Modifier.isStatic(method.getModifiers()));
  }

  private static @Nullable Object argument(Class<?> type) {
    Map<Class<?>, Object> some =
        Map.of(
            int.class,
            1,
            long.class,
            1L,
            short.class,
            (short) 1,
            byte.class,
            (byte) 1,
            boolean.class,
            true,
            double.class,
            1.0,
            float.class,
            1.0f,
            String.class,
            "a",
            Class.class,
            PgResultSet.class);
    return some.get(type);
  }

  @Test
  void theRowFollowsTheResult() throws SQLException {
    try (ScatterResult result = router.scatter("select current_database()")) {
      assertThat(result.next()).isTrue();
      ResultSet row = result.row();
      String first = row.getString(1);
      assertThat(result.next()).isTrue();
      assertThat(row.getString(1)).isNotEqualTo(first).isEqualTo(result.row().getString(1));
      assertThat(result.next()).isTrue();
      assertThat(result.next()).isFalse();
      assertThatThrownBy(() -> row.getString(1)).isInstanceOf(SQLException.class);
    }
  }
}
