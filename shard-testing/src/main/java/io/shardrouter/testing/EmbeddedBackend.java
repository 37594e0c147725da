package io.shardrouter.testing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Servers from the PostgreSQL of a Maven artifact, which nobody needs to install. Thread-safe. */
final class EmbeddedBackend implements Backend {

  private @Nullable Workspace workspace;

  @Override
  public Server start(Map<String, String> settings) {
    return workspace().start(settings);
  }

  private synchronized Workspace workspace() {
    if (workspace == null) {
      workspace =
          new Workspace(
              new Installation(Binaries.unpacked().resolve("bin"), ServerAccount.current()));
    }
    return workspace;
  }
}
