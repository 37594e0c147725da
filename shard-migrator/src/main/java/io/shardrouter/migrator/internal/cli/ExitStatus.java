package io.shardrouter.migrator.internal.cli;

/** What a command ends with; a contract for scripts. */
final class ExitStatus {
  /** Done. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  static final int WRONG = 2;

  /**
   * Done, but something needs attention: a shard is down or differs from the configuration, a move
   * is left open.
   */
  static final int ATTENTION = 3;

  private ExitStatus() {}
}
