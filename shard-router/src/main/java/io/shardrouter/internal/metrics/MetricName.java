package io.shardrouter.internal.metrics;

/** Every metric of the router's own, in one place; {@code src/docs/metrics.md} lists the same. */
public enum MetricName {
  STATEMENTS(
      "shardrouter.statements",
      Kind.TIMER,
      "Keyed statements with their guard, by shard and outcome (success, failure)"),
  REDIRECTS(
      "shardrouter.redirects",
      Kind.COUNTER,
      "Guards that answered that the key is elsewhere, by the shard that answered"),
  GUARD_WAITS(
      "shardrouter.guard.waits",
      Kind.TIMER,
      "Guards that waited for a move, whatever they answered in the end, by shard"),
  SCATTERS(
      "shardrouter.scatters",
      Kind.TIMER,
      "Statements over several shards, by outcome (success, failure)"),
  SCATTER_WIDTH("shardrouter.scatter.width", Kind.SUMMARY, "Shards that a scatter ran on"),
  SCATTER_REPEATS(
      "shardrouter.scatter.repeats",
      Kind.COUNTER,
      "Scatters that began their reading again because a move ran through it"),
  OPERATIONS_ACTIVE(
      "shardrouter.operations.active",
      Kind.GAUGE,
      "Statements and scatters that are running now in this instance");

  /** The tag that holds a shard's id. */
  public static final String SHARD = "shard";

  /** The tag that says how an operation ended. */
  public static final String OUTCOME = "outcome";

  private final String id;
  private final Kind kind;
  private final String description;

  MetricName(String id, Kind kind, String description) {
    this.id = id;
    this.kind = kind;
    this.description = description;
  }

  /** The name as Micrometer writes it; each monitoring system has a spelling of its own. */
  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  public String description() {
    return description;
  }

  /**
   * What kind of meter it is. Base units are not set: a monitoring system would append them to the
   * names, and alerts and autoscalers refer to the names.
   */
  public enum Kind {
    /** Durations; each monitoring system has its own unit. */
    TIMER,
    /** Events since the start. */
    COUNTER,
    /** A number of shards for each event. */
    SUMMARY,
    /** A number as it is now. */
    GAUGE
  }
}
