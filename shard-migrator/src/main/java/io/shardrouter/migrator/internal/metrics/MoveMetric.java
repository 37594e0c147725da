package io.shardrouter.migrator.internal.metrics;

/** Every metric of the migrator, in one place; {@code src/docs/metrics.md} lists the same. */
public enum MoveMetric {
  MOVES(
      "shardmigrator.moves",
      Kind.TIMER,
      "Moves from their first look to their end, by outcome (moved, refused, failed)"),
  PAUSE("shardmigrator.pause", Kind.TIMER, "How long moves kept the writers of their rows off"),
  ROWS("shardmigrator.rows", Kind.SUMMARY, "Rows of each move that succeeded"),
  BYTES(
      "shardmigrator.bytes",
      Kind.SUMMARY,
      "Bytes of each move that succeeded, as they passed through the migrator"),
  ACTIVE("shardmigrator.active", Kind.GAUGE, "Moves that are running now in this migrator");

  /** The tag that says how a move ended. */
  public static final String OUTCOME = "outcome";

  private final String id;
  private final Kind kind;
  private final String description;

  MoveMetric(String id, Kind kind, String description) {
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

  /** What kind of meter it is. */
  public enum Kind {
    /** Durations. */
    TIMER,
    /** A number for each move. */
    SUMMARY,
    /** A number as it is now. */
    GAUGE
  }
}
