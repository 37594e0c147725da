package io.shardrouter;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.shardrouter.internal.exec.Router;
import io.shardrouter.internal.metrics.MetricName;
import io.shardrouter.internal.metrics.MicrometerTelemetry;
import io.shardrouter.internal.shards.Shard;
import java.util.Objects;

/**
 * Reports a data source to Micrometer: the router's own metrics, and HikariCP's for each shard's
 * pool under the pool names {@code shard-0}, {@code shard-1}, … The guide lists them all.
 *
 * <pre>{@code
 * new ShardRouterMetrics(dataSource).bindTo(registry);
 * }</pre>
 *
 * <p>The only class that needs Micrometer, which is an optional dependency. Thread-safe.
 */
@SuppressWarnings("exports") // Micrometer is optional: who binds meters has it.
public final class ShardRouterMetrics implements MeterBinder {
  private final Router router;

  /** Metrics of {@code dataSource}; nothing is measured before {@link #bindTo}. */
  public ShardRouterMetrics(ShardedDataSource dataSource) {
    this.router = Objects.requireNonNull(dataSource, "dataSource").router();
  }

  /**
   * Measures into {@code registry} from now on.
   *
   * @throws IllegalStateException when this data source is bound already: a pool reports to one
   *     registry only. Bind a {@code CompositeMeterRegistry} to reach several.
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    synchronized (router) {
      if (router.telemetry().isMeasuring()) {
        throw new IllegalStateException(
            "this data source reports to a registry already; bind a CompositeMeterRegistry instead");
      }
      int[] shards = router.shards().all().stream().mapToInt(Shard::id).toArray();
      router.telemetry(new MicrometerTelemetry(registry, shards));
    }
    Gauge.builder(MetricName.OPERATIONS_ACTIVE.id(), router, Router::operationsInFlight)
        .description(MetricName.OPERATIONS_ACTIVE.description())
        .register(registry);
    MicrometerMetricsTrackerFactory pools = new MicrometerMetricsTrackerFactory(registry);
    for (Shard shard : router.shards().all()) {
      shard.pool().setMetricsTrackerFactory(pools);
    }
  }
}
