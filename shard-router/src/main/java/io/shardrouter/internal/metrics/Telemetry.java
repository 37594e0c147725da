package io.shardrouter.internal.metrics;

/** What the router reports about its work. Thread-safe; must not throw and must not block. */
public interface Telemetry {
  /** Reports nothing. */
  Telemetry NONE = new Telemetry() {};

  /** Whether anybody wants the times; where not, callers need not read the clock. */
  default boolean isMeasuring() {
    return false;
  }

  /** A keyed statement, with its guard, ended on {@code shard} after {@code nanos}. */
  default void statement(int shard, long nanos, Outcome outcome) {}

  /** A guard on {@code shard} answered that the key is elsewhere. */
  default void redirect(int shard) {}

  /** A guard on {@code shard} waited for a move, whatever it answered in the end. */
  default void guardWaited(int shard, long millis) {}

  /** A scatter over {@code width} shards ended after {@code nanos}. */
  default void scatter(int width, long nanos, Outcome outcome) {}

  /** A scatter began its reading again because a move ran through it. */
  default void scatterRepeated() {}

  /** How an operation ended. */
  enum Outcome {
    SUCCESS,
    FAILURE,
    /** The key is elsewhere: the statement goes on there, unseen by the caller. */
    REDIRECTED
  }
}
