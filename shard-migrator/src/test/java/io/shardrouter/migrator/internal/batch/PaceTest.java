package io.shardrouter.migrator.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import io.shardrouter.ShardKey;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.migrator.BatchPolicy;
import io.shardrouter.migrator.BatchProgress;
import io.shardrouter.migrator.BatchReport;
import io.shardrouter.migrator.BatchStatus;
import io.shardrouter.migrator.MoveReport;
import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.migrator.internal.batch.Pace.Alarm;
import io.shardrouter.migrator.internal.move.Subject;
import io.shardrouter.migrator.internal.move.Subjects.Located;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rests between moves, each of which takes a second by a clock that the test holds. */
class PaceTest {
  /** Shares are binary fractions. */
  private static final Duration ROUNDING = Duration.ofNanos(1_000);

  private static final Alarm NEVER = (rest, end) -> {};

  private final AtomicLong now = new AtomicLong();
  private final List<Duration> rests = new ArrayList<>();
  private final List<BatchStatus> heard = new ArrayList<>();

  private final Ticker ticker =
      new Ticker() {
        @Override
        public long read() {
          return now.get();
        }
      };

  /** Rests take no time but that of {@link #ticker}. */
  private void sleepThrough(Duration rest, Runnable end) {
    rests.add(rest);
    now.addAndGet(rest.toNanos());
    end.run();
  }

  /** The first key, and only that, cannot move. */
  private final class Moves implements Batch.Work {
    private final boolean isFirstRefused;

    Moves(boolean isFirstRefused) {
      this.isFirstRefused = isFirstRefused;
    }

    @Override
    public int holder(Located located) {
      return located.base();
    }

    @Override
    public MoveReport move(Located located, int target) throws SQLException {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      if (isFirstRefused && "k0".equals(located.subject().keyOrNull())) {
        throw new SQLException("no");
      }
      return new MoveReport(
          UUID.randomUUID(), located.base(), target, 10, 100, Duration.ZERO, Duration.ZERO);
    }
  }

  private BatchReport run(
      double share, Alarm alarm, BatchPolicy policy, Batch.Work work, BatchProgress progress) {
    List<Batch.Named> requests = new ArrayList<>();
    for (String key : List.of("k0", "k1", "k2", "k3")) {
      requests.add(
          new Batch.Named(
              MoveRequest.key(ShardKey.of("g", key), 1),
              new Located(new Subject.Key(new RoutedKey("g", 0, key)), 0)));
    }
    return new Batch(requests, 1, new Pace(share, ticker, alarm), policy, progress, work).run();
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 4", "0.5, 1, 7", "0.1, 9, 31", "0.02, 49, 151"})
  void movesTakeTheirShareOfTheTimeAndNoneRestsAfterTheLast(
      double share, long restSeconds, long totalSeconds) {
    BatchReport report =
        run(
            share,
            this::sleepThrough,
            BatchPolicy.STOP_AT_FIRST_FAILURE,
            new Moves(false),
            BatchProgress.NONE);

    assertThat(report.isComplete()).isTrue();
    assertThat(rests)
        .hasSize(share < 1 ? 3 : 0)
        .allSatisfy(rest -> assertThat(rest).isCloseTo(Duration.ofSeconds(restSeconds), ROUNDING));
    assertThat(report.total()).isCloseTo(Duration.ofSeconds(totalSeconds), ROUNDING);
  }

  @Test
  void aMoveThatFailedIsRestedFromToo() {
    BatchReport report =
        run(0.1, this::sleepThrough, BatchPolicy.KEEP_GOING, new Moves(true), BatchProgress.NONE);

    assertThat(report.count(BatchReport.Failed.class)).isEqualTo(1);
    assertThat(rests).hasSize(3);
  }

  @Test
  void afterTheFailureThatStopsABatchNobodyRests() {
    BatchReport report =
        run(0.1, NEVER, BatchPolicy.STOP_AT_FIRST_FAILURE, new Moves(true), BatchProgress.NONE);

    assertThat(report.count(BatchReport.NotStarted.class)).isEqualTo(3);
    assertThat(report.interrupted()).isFalse();
  }

  @Test
  void anInterruptEndsARestAtOnce() {
    Thread caller = Thread.currentThread();

    BatchReport report =
        run(
            0.1,
            (rest, end) -> caller.interrupt(),
            BatchPolicy.STOP_AT_FIRST_FAILURE,
            new Moves(false),
            BatchProgress.NONE);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.interrupted()).isTrue();
    assertThat(report.count(BatchReport.Moved.class)).isEqualTo(1);
    assertThat(report.count(BatchReport.Failed.class)).isZero();
    assertThat(report.count(BatchReport.NotStarted.class)).isEqualTo(3);
  }

  @Test
  void theTimeThatIsLeftCountsRests() {
    List<Runnable> ends = new ArrayList<>();
    run(
        0.1,
        (rest, end) -> ends.add(end),
        BatchPolicy.STOP_AT_FIRST_FAILURE,
        new Moves(false),
        status -> {
          heard.add(status);
          if (!status.resting().isZero()) {
            now.addAndGet(status.resting().toNanos());
            ends.remove(0).run();
          }
        });

    BatchStatus first = heard.stream().filter(s -> s.moved() == 1).findFirst().orElseThrow();
    BatchStatus last = heard.get(heard.size() - 1);
    assertThat(first.resting()).isCloseTo(Duration.ofSeconds(9), ROUNDING);
    assertThat(first.timeLeft().orElseThrow()).isCloseTo(Duration.ofSeconds(30), ROUNDING);
    assertThat(last.resting()).isZero();
    assertThat(last.timeLeft()).contains(Duration.ZERO);
  }
}
