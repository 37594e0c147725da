package io.shardrouter;

/** Whether a statement on a keyed connection is read for a key of its own. */
public enum KeyCheck {
  /**
   * A statement that names another key than its connection's is refused; one whose key cannot be
   * told from its text is sent. The default. Not with {@code guard: off}, where a keyed connection
   * is the pooled one itself.
   */
  ENFORCE,
  /** Statements are sent unseen. */
  OFF
}
