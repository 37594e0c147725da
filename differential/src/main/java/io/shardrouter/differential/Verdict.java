package io.shardrouter.differential;

/** What a comparison found. */
sealed interface Verdict {
  /** Both give the same answer. */
  record Right() implements Verdict {}

  /** Both fail alike. */
  record Failing(String error) implements Verdict {}

  /**
   * The router does not run it.
   *
   * @param answerable whether PostgreSQL does
   */
  record Refused(String state, String message, boolean answerable) implements Verdict {}

  /** They differ. */
  record Wrong(String expected, String got) implements Verdict {}

  /** PostgreSQL itself gave no answer in time, or one too large. */
  record Unasked(String why) implements Verdict {}
}
