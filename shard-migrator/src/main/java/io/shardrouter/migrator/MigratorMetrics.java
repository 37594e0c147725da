package io.shardrouter.migrator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.shardrouter.migrator.internal.metrics.MicrometerMoves;
import io.shardrouter.migrator.internal.metrics.MoveMetric;
import java.util.Objects;

/**
 * Reports a migrator's moves to Micrometer: how many of which outcome, how long, how long writers
 * paused, rows and bytes. The guide lists the names.
 *
 * <pre>{@code
 * new MigratorMetrics(migrator).bindTo(registry);
 * }</pre>
 *
 * <p>The only class here that needs Micrometer, which is an optional dependency. Thread-safe.
 */
@SuppressWarnings("exports") // Micrometer is optional: who binds meters has it.
public final class MigratorMetrics implements MeterBinder {
  private final Migrator migrator;

  /** Metrics of {@code migrator}; nothing is measured before {@link #bindTo}. */
  public MigratorMetrics(Migrator migrator) {
    this.migrator = Objects.requireNonNull(migrator, "migrator");
  }

  /**
   * Measures into {@code registry} from now on.
   *
   * @throws IllegalStateException when this migrator is bound already. Bind a {@code
   *     CompositeMeterRegistry} to reach several.
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    migrator.measured().report(new MicrometerMoves(registry));
    Gauge.builder(MoveMetric.ACTIVE.id(), migrator.measured(), MeasuredMoves::active)
        .description(MoveMetric.ACTIVE.description())
        .register(registry);
  }
}
