package io.shardrouter.internal.exec;

/** Whether a statement can have the guard ahead of it in its own text. */
public enum Separable {
  /** It can, where its text is a single simple statement. */
  JOINED,
  /** It cannot: a batch, generated keys, a call, an updatable result. */
  APART
}
