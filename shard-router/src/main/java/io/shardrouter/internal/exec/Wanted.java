package io.shardrouter.internal.exec;

import java.time.Duration;

/**
 * What a caller asked of the rows of a statement.
 *
 * @param fetchSize rows at a time; 0 leaves it to the configuration
 * @param maxRows rows at most; 0 for no limit
 * @param timeout how long the statement may take; zero leaves it to the configuration
 */
public record Wanted(int fetchSize, long maxRows, Duration timeout) {
  /** As configured. */
  public static final Wanted ALL = new Wanted(0, 0, Duration.ZERO);
}
