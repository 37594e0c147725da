package io.shardrouter.internal.guard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Places at which a test stops whoever moves or adopts: before and after every commit of the
 * protocol, and inside the copy. The system property {@code shardrouter.failpoint} names one, with
 * what happens there: {@code NAME:error} (the default) fails with an SQLException, {@code :kill}
 * ends the JVM at once, {@code :pause} waits for as long as the file exists that {@code
 * shardrouter.failpoint.file} names; it is created where the pause begins.
 */
public enum FailPoint {
  BEFORE_BEGIN_ON_SOURCE,
  AFTER_BEGIN_ON_SOURCE,
  BEFORE_BEGIN_ON_TARGET,
  AFTER_BEGIN_ON_TARGET,
  FENCED,
  IN_COPY,
  BEFORE_STAGED,
  AFTER_STAGED,
  BEFORE_DECISION,
  AFTER_DECISION,
  BEFORE_ADOPTION,
  AFTER_ADOPTION,
  BEFORE_END_ON_SOURCE,
  AFTER_END_ON_SOURCE,
  BEFORE_ABORT,
  AFTER_ABORT,
  BEFORE_RETURN,
  AFTER_RETURN;

  /** Names the point and what happens there. */
  public static final String PROPERTY = "shardrouter.failpoint";

  /** Names the file whose existence holds a pause. */
  public static final String PAUSE_FILE_PROPERTY = "shardrouter.failpoint.file";

  private static final int KILLED = 137;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  /**
   * Does what the property says of this point; nothing where it names another one, or none.
   *
   * @throws SQLException where the point is to fail
   */
  public void reached() throws SQLException {
    String wanted = System.getProperty(PROPERTY);
    if (wanted == null) {
      return;
    }
    String[] parts = wanted.split(":", 2);
    if (parts[0].equals(name())) {
      act(parts.length == 1 ? "error" : parts[1].toLowerCase(Locale.ROOT));
    }
  }

  private void act(String action) throws SQLException {
    switch (action) {
      case "error" -> throw new SQLException("fault point " + name(), "XX000");
      case "kill" -> Runtime.getRuntime().halt(KILLED);
      case "pause" -> pause();
      default -> throw new IllegalStateException(PROPERTY + " wants " + action + " of " + name());
    }
  }

  private void pause() throws SQLException {
    try {
      Path file = Path.of(System.getProperty(PAUSE_FILE_PROPERTY));
      Files.writeString(file, name());
      while (Files.exists(file)) {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    } catch (java.io.IOException e) {
      throw new SQLException("fault point " + name() + " cannot pause", "XX000", e);
    }
  }
}
