package io.shardrouter.migrator.internal.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "shardctl "
          + (version == null ? "development" : version)
          + " (Java "
          + System.getProperty("java.version")
          + ")"
    };
  }
}
