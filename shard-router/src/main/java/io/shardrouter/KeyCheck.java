package io.shardrouter;

/** What is done with a statement's own key. */
public enum KeyCheck {
  /** Text goes unseen. */
  OFF,
  /** A statement whose own key is another one is refused. */
  ENFORCE
}
