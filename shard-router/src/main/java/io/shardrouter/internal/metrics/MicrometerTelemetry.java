package io.shardrouter.internal.metrics;

import static io.shardrouter.internal.metrics.MetricName.OUTCOME;
import static io.shardrouter.internal.metrics.MetricName.SHARD;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Reports to a Micrometer registry. All meters are made at the start, so that reporting looks
 * nothing up by name and allocates nothing.
 */
public final class MicrometerTelemetry implements Telemetry {
  private static final String SUCCESS = "success";
  private static final String FAILURE = "failure";

  private final int[] shards;
  private final PerShard[] meters;
  private final Timer scatterSuccesses;
  private final Timer scatterFailures;
  private final DistributionSummary scatterWidth;
  private final Counter scatterRepeats;

  private record PerShard(Timer successes, Timer failures, Timer guardWaits, Counter redirects) {}

  /**
   * @param shards the ids of all shards that may be reported; a report of another one fails
   */
  public MicrometerTelemetry(MeterRegistry registry, int[] shards) {
    this.shards = Arrays.stream(shards).sorted().toArray();
    this.meters =
        Arrays.stream(this.shards)
            .mapToObj(shard -> perShard(registry, String.valueOf(shard)))
            .toArray(PerShard[]::new);
    this.scatterSuccesses = timer(registry, MetricName.SCATTERS, OUTCOME, SUCCESS);
    this.scatterFailures = timer(registry, MetricName.SCATTERS, OUTCOME, FAILURE);
    this.scatterWidth =
        DistributionSummary.builder(MetricName.SCATTER_WIDTH.id())
            .description(MetricName.SCATTER_WIDTH.description())
            .register(registry);
    this.scatterRepeats = counter(registry, MetricName.SCATTER_REPEATS);
  }

  private static PerShard perShard(MeterRegistry registry, String shard) {
    return new PerShard(
        timer(registry, MetricName.STATEMENTS, SHARD, shard, OUTCOME, SUCCESS),
        timer(registry, MetricName.STATEMENTS, SHARD, shard, OUTCOME, FAILURE),
        timer(registry, MetricName.GUARD_WAITS, SHARD, shard),
        counter(registry, MetricName.REDIRECTS, SHARD, shard));
  }

  private static Timer timer(MeterRegistry registry, MetricName name, String... tags) {
    return Timer.builder(name.id()).description(name.description()).tags(tags).register(registry);
  }

  private static Counter counter(MeterRegistry registry, MetricName name, String... tags) {
    return Counter.builder(name.id()).description(name.description()).tags(tags).register(registry);
  }

  private PerShard of(int shard) {
    return meters[Arrays.binarySearch(shards, shard)];
  }

  @Override
  public boolean isMeasuring() {
    return true;
  }

  @Override
  public void statement(int shard, long nanos, Outcome outcome) {
    switch (outcome) {
      case SUCCESS -> of(shard).successes.record(nanos, TimeUnit.NANOSECONDS);
      case FAILURE -> of(shard).failures.record(nanos, TimeUnit.NANOSECONDS);
      case REDIRECTED -> {
        // Neither: it goes on elsewhere, and redirect() counts it.
      }
    }
  }

  @Override
  public void redirect(int shard) {
    of(shard).redirects.increment();
  }

  @Override
  public void guardWaited(int shard, long millis) {
    of(shard).guardWaits.record(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void scatter(int width, long nanos, Outcome outcome) {
    scatterWidth.record(width);
    Timer timer = outcome == Outcome.SUCCESS ? scatterSuccesses : scatterFailures;
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void scatterRepeated() {
    scatterRepeats.increment();
  }
}
