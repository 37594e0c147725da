package io.shardrouter.migrator.internal.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.shardrouter.migrator.MoveReport;
import java.util.concurrent.TimeUnit;

/** Reports to a Micrometer registry, in which every meter is from the beginning. */
public final class MicrometerMoves implements MoveTelemetry {
  private final Timer moved;
  private final Timer refused;
  private final Timer failed;
  private final Timer pause;
  private final DistributionSummary rows;
  private final DistributionSummary bytes;

  public MicrometerMoves(MeterRegistry registry) {
    this.moved = timer(registry, MoveMetric.MOVES, MoveMetric.OUTCOME, "moved");
    this.refused = timer(registry, MoveMetric.MOVES, MoveMetric.OUTCOME, "refused");
    this.failed = timer(registry, MoveMetric.MOVES, MoveMetric.OUTCOME, "failed");
    this.pause = timer(registry, MoveMetric.PAUSE);
    this.rows = summary(registry, MoveMetric.ROWS);
    this.bytes = summary(registry, MoveMetric.BYTES);
  }

  private static Timer timer(MeterRegistry registry, MoveMetric metric, String... tags) {
    return Timer.builder(metric.id())
        .description(metric.description())
        .tags(tags)
        .register(registry);
  }

  private static DistributionSummary summary(MeterRegistry registry, MoveMetric metric) {
    return DistributionSummary.builder(metric.id())
        .description(metric.description())
        .register(registry);
  }

  @Override
  public void moved(MoveReport report) {
    moved.record(report.total());
    pause.record(report.pause());
    rows.record((double) report.rows());
    bytes.record((double) report.bytes());
  }

  @Override
  public void refused(long nanos) {
    refused.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void failed(long nanos) {
    failed.record(nanos, TimeUnit.NANOSECONDS);
  }
}
