package io.shardrouter.migrator.internal.metrics;

import io.shardrouter.migrator.MoveReport;

/** What the migrator reports about its moves. Thread-safe; must not throw and must not block. */
public interface MoveTelemetry {
  /** Reports nothing. */
  MoveTelemetry NONE = new MoveTelemetry() {};

  /** A move succeeded. */
  default void moved(MoveReport report) {}

  /** A move was refused after {@code nanos}, and nothing has moved. */
  default void refused(long nanos) {}

  /** A move failed after {@code nanos}. */
  default void failed(long nanos) {}
}
