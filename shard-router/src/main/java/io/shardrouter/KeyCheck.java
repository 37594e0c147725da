package io.shardrouter;

/** Whether a statement on a keyed connection is read for a key of its own. */
public enum KeyCheck {
  /** A statement that names another key than its connection's is refused. */
  ENFORCE,
  /** Statements are sent unseen. The default. */
  OFF
}
