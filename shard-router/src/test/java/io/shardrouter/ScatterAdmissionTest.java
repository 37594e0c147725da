package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many scatters over pools of one connection. */
@Timeout(120)
class ScatterAdmissionTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 100;

  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster =
        TestCluster.of(
            EmbeddedShards.databases(8),
            settings ->
                settings.pool(Map.of("maximumPoolSize", "1", "connectionTimeout", "10000")));
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void scattersDoNotWaitForEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> sums = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        sums.add(threads.submit(ScatterAdmissionTest::readManyTimes));
      }
      for (Future<Integer> sum : sums) {
        assertThat(sum.get(90, TimeUnit.SECONDS)).isEqualTo(ROUNDS * 8 * 3);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(ScatterProbe.active(router)).isZero();
  }

  private static int readManyTimes() throws SQLException {
    int rows = 0;
    ScatterQuery query = ScatterQuery.of("select generate_series(1, 3)").fetchSize(2);
    for (int round = 0; round < ROUNDS; round++) {
      try (ScatterResult result = router.scatter(query)) {
        while (result.next()) {
          rows++;
        }
      }
    }
    return rows;
  }

  @Test
  void aScatterBesideAConnectionOfItsOwnThreadWaitsForThePoolsLimitAtMost() throws SQLException {
    ShardedDataSource impatient =
        cluster.router(
            cluster.config().toBuilder()
                .pool(Map.of("maximumPoolSize", "1", "connectionTimeout", "500"))
                .build());
    try (Connection held = impatient.shardDataSource(5).getConnection()) {
      assertThat(held.isValid(5)).isTrue();
      assertThatThrownBy(() -> impatient.scatter("select 1"))
          .isInstanceOf(ScatterException.class)
          .hasCauseInstanceOf(ShardUnavailableException.class)
          .hasMessageContaining("shard 4 not started; shard 5 failed");
    }
    impatient.scatter("select 1").close();
    assertThat(ScatterProbe.active(impatient)).isZero();
  }
}
