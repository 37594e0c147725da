package io.shardrouter.migrator.internal.cli;

/** A command failed as a whole, with a message for people that says all there is to say. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  /**
   * @param exitStatus one of {@link ExitStatus}
   * @param message what failed and what to do, without passwords
   */
  CommandFailure(int exitStatus, String message) {
    super(message);
    this.exitStatus = exitStatus;
  }

  int exitStatus() {
    return exitStatus;
  }
}
