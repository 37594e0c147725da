package io.shardrouter.demo;

/** What the demo shows is not what it promises; the message says which. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoFailure(String message) {
    super(message);
  }

  /** Throws unless both are equal. */
  static void unlessEqual(String what, long expected, long actual) {
    if (expected != actual) {
      throw new DemoFailure(what + ": expected " + expected + ", found " + actual);
    }
  }
}
