package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.GroupConfig;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.EmbeddedShards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A strategy of one's own, with no expressions for the server. */
class KeysMadeInJavaTest {
  private MoverCluster cluster;

  @BeforeEach
  void createShards() throws Exception {
    EmbeddedShards shards = EmbeddedShards.databases(2);
    shards.executeOnAll("create table numbers (n bigint primary key)");
    cluster =
        new MoverCluster(
            shards,
            MoverCluster.config(shards)
                .group(
                    GroupConfig.builder("tens")
                        .layout(0, 1)
                        .strategy(ByTens.class.getName())
                        .table("numbers", "n")
                        .build())
                .build());
    shards.execute(0, "insert into numbers values (1), (2)");
  }

  @AfterEach
  void dropShards() {
    System.clearProperty(FailPoint.PROPERTY);
    cluster.close();
  }

  @Test
  void allValuesOfAKeyMove() throws Exception {
    MoveReport report = cluster.migrator().move(MoveRequest.key(ShardKey.of("tens", 5L), 1));

    assertThat(report.rows()).isEqualTo(2);
    assertThat(cluster.migrator().verify().findings()).isEmpty();
  }

  @Test
  void aValueThatAppearsBehindTheCopyMakesTheMoveAbort(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("paused");
    System.setProperty(FailPoint.PAUSE_FILE_PROPERTY, file.toString());
    System.setProperty(FailPoint.PROPERTY, FailPoint.AFTER_STAGED.name() + ":pause");
    CompletableFuture<MoveReport> move =
        CompletableFuture.supplyAsync(() -> move(MoveRequest.slot("tens", 0, 1)));
    Awaitility.await().until(() -> Files.exists(file));

    cluster.shards().execute(0, "insert into numbers values (7)");
    Files.delete(file);

    assertThatThrownBy(() -> move.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(RefusedException.class);
    assertThat(cluster.askAll("select count(*) from numbers")).containsExactly("3", "0");
  }

  private MoveReport move(MoveRequest request) {
    try {
      return cluster.migrator().move(request);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
