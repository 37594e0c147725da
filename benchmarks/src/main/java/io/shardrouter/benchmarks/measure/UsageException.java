package io.shardrouter.benchmarks.measure;

/** The command line is wrong; the message is for whoever wrote it. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  /** The whole number that {@code option} was given. */
  public static int whole(String option, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException(option + " takes a whole number, not " + value);
    }
  }
}
