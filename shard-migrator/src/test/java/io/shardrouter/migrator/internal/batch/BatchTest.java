package io.shardrouter.migrator.internal.batch;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.ShardKey;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.migrator.BatchPolicy;
import io.shardrouter.migrator.BatchProgress;
import io.shardrouter.migrator.BatchReport;
import io.shardrouter.migrator.BatchStatus;
import io.shardrouter.migrator.MoveReport;
import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.migrator.internal.move.Subject;
import io.shardrouter.migrator.internal.move.Subjects.Located;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The order of things; what a move does on shards is the business of other tests. */
class BatchTest {
  private static final Pace WITHOUT_RESTS = Pace.of(1);

  private final Map<Integer, AtomicInteger> running = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> most = new ConcurrentHashMap<>();
  private final Map<Subject, Integer> holders = new ConcurrentHashMap<>();

  /** What a test does while a move runs. */
  @FunctionalInterface
  private interface Meanwhile {
    void run(Subject subject, int target) throws Exception;
  }

  private Batch.Work work(Meanwhile meanwhile) {
    return new Batch.Work() {
      @Override
      public int holder(Located located) {
        return holders.getOrDefault(located.subject(), located.base());
      }

      @Override
      public MoveReport move(Located located, int target) throws SQLException {
        int source = holder(located);
        enter(source);
        enter(target);
        try {
          meanwhile.run(located.subject(), target);
          holders.put(located.subject(), target);
          return new MoveReport(
              UUID.randomUUID(), source, target, 10, 100, Duration.ZERO, Duration.ZERO);
        } catch (SQLException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        } finally {
          running.get(source).decrementAndGet();
          running.get(target).decrementAndGet();
        }
      }
    };
  }

  private void enter(int shard) {
    int now = running.computeIfAbsent(shard, s -> new AtomicInteger()).incrementAndGet();
    most.merge(shard, now, Math::max);
  }

  private static Batch.Named key(String key, int base, int target) {
    return new Batch.Named(
        MoveRequest.key(ShardKey.of("g", key), target),
        new Located(new Subject.Key(new RoutedKey("g", base, key)), base));
  }

  private static Batch.Named slot(int slot, int target) {
    return new Batch.Named(
        MoveRequest.slot("g", slot, target), new Located(new Subject.Slot("g", slot), slot));
  }

  private static BatchReport run(List<Batch.Named> requests, int perShard, Batch.Work work) {
    return new Batch(
            requests,
            perShard,
            WITHOUT_RESTS,
            BatchPolicy.STOP_AT_FIRST_FAILURE,
            BatchProgress.NONE,
            work)
        .run();
  }

  @Test
  void runsAsManyAsTheShardsAllowAndNoMore() {
    List<Batch.Named> requests = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      requests.add(key("k" + i, i % 3, (i + 1) % 3));
    }
    // With two at a time on each of three shards, three moves fit beside each other.
    CountDownLatch three = new CountDownLatch(3);

    BatchReport report =
        run(
            requests,
            2,
            work(
                (subject, target) -> {
                  three.countDown();
                  assertThat(three.await(20, SECONDS)).isTrue();
                }));

    assertThat(report.isComplete()).isTrue();
    assertThat(report.count(BatchReport.Moved.class)).isEqualTo(60);
    assertThat(most.values()).allMatch(m -> m <= 2);
  }

  @Test
  void aKeyAndItsSlotFollowEachOtherInTheGivenOrder() {
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch overtaken = new CountDownLatch(1);

    BatchReport report =
        run(
            List.of(key("a", 0, 1), key("b", 0, 1), slot(0, 2), key("a", 0, 3), key("a", 0, 3)),
            4,
            work(
                (subject, target) -> {
                  if (target == 1) {
                    assertThat(overtaken.await(300, MILLISECONDS)).isFalse();
                  } else {
                    overtaken.countDown();
                  }
                  ended.add(subject.kind() + " to " + target);
                }));

    assertThat(ended).containsExactly("key to 1", "key to 1", "slot to 2", "key to 3");
    assertThat(report.count(BatchReport.Skipped.class)).isEqualTo(1);
  }

  @Test
  void stopsAtTheFirstFailureOrGoesOn() {
    List<Batch.Named> requests = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      requests.add(key("k" + i, 0, 1));
    }
    Batch.Work thirdFails =
        work(
            (subject, target) -> {
              if ("k2".equals(subject.keyOrNull())) {
                throw new SQLException("no");
              }
            });

    BatchReport stopped = run(requests, 1, thirdFails);
    holders.clear();
    BatchReport finished =
        new Batch(
                requests, 1, WITHOUT_RESTS, BatchPolicy.KEEP_GOING, BatchProgress.NONE, thirdFails)
            .run();

    assertThat(stopped.count(BatchReport.Moved.class)).isEqualTo(2);
    assertThat(stopped.count(BatchReport.NotStarted.class)).isEqualTo(7);
    assertThat(finished.count(BatchReport.Moved.class)).isEqualTo(9);
    assertThat(finished.count(BatchReport.Failed.class)).isEqualTo(1);
    assertThat(finished.results().get(2).outcome()).isInstanceOf(BatchReport.Failed.class);
  }

  @Test
  void anInterruptLetsTheRunningMovesEnd() {
    Thread caller = Thread.currentThread();
    CountDownLatch bothRun = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();

    BatchReport report =
        run(
            List.of(key("a", 0, 1), key("b", 0, 1), key("c", 0, 1)),
            2,
            work(
                (subject, target) -> {
                  bothRun.countDown();
                  assertThat(bothRun.await(20, SECONDS)).isTrue();
                  caller.interrupt();
                  ended.incrementAndGet();
                }));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.interrupted()).isTrue();
    assertThat(ended).hasValue(2);
    assertThat(report.count(BatchReport.Moved.class)).isEqualTo(2);
    assertThat(report.count(BatchReport.NotStarted.class)).isEqualTo(1);
  }

  @Test
  void aListenerThatThrowsLeavesNothingRunning() {
    AtomicInteger ended = new AtomicInteger();
    Batch batch =
        new Batch(
            List.of(key("a", 0, 1), key("b", 0, 1)),
            1,
            WITHOUT_RESTS,
            BatchPolicy.KEEP_GOING,
            status -> {
              throw new IllegalArgumentException("listener");
            },
            work((subject, target) -> ended.incrementAndGet()));

    assertThatThrownBy(batch::run).hasMessage("listener");
    assertThat(ended).hasValue(1);
  }

  @Test
  void progressTellsRatesAndTheTimeLeft() {
    List<BatchStatus> heard = new ArrayList<>();
    new Batch(
            List.of(key("a", 0, 1), key("b", 0, 1), key("c", 1, 1)),
            1,
            WITHOUT_RESTS,
            BatchPolicy.KEEP_GOING,
            heard::add,
            work((subject, target) -> {}))
        .run();

    BatchStatus last = heard.get(heard.size() - 1);
    assertThat(last.done()).isEqualTo(3);
    assertThat(last.skipped()).isEqualTo(1);
    assertThat(last.rows()).isEqualTo(20);
    assertThat(last.timeLeft()).contains(Duration.ZERO);
    BatchStatus half =
        new BatchStatus(10, 4, 0, 1, 2, 400, 0, Duration.ZERO, Duration.ofSeconds(10));
    assertThat(half.movesPerSecond()).isEqualTo(0.4);
    assertThat(half.rowsPerSecond()).isEqualTo(40);
    assertThat(half.timeLeft()).contains(Duration.ofSeconds(10));
  }
}
