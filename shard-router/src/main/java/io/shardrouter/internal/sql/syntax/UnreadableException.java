package io.shardrouter.internal.sql.syntax;

/** A text that is not read; it may well be right. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;

  UnreadableException(int position, String message) {
    super(message);
    this.position = position;
  }

  /** Where reading ended, in characters of the text from 0. */
  public int position() {
    return position;
  }
}
