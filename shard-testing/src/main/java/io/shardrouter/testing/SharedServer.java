package io.shardrouter.testing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one server of this JVM on which test classes get their databases; started at the first use
 * and ended with the JVM, because to start one costs more than to create databases on it.
 */
final class SharedServer {

  private static @Nullable Server server;

  private SharedServer() {}

  /** Starts another one when the last was killed. */
  static synchronized Server get(Map<String, String> settings) {
    if (server == null || !server.isRunning()) {
      server = Backend.configured().start(settings);
    }
    return server;
  }
}
