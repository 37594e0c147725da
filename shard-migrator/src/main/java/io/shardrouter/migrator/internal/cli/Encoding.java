package io.shardrouter.migrator.internal.cli;

/**
 * Whether arguments reached the JVM as they were typed. In the locales "C" and "POSIX" the JVM
 * replaces every byte beyond ASCII by U+FFFD (seen on 17 and 25): a key would become another key,
 * with another slot.
 */
final class Encoding {
  private static final char REPLACEMENT = '\ufffd';

  private Encoding() {}

  /**
   * Refuses an argument that lost characters.
   *
   * @throws CommandFailure with status 2
   */
  static void requireIntact(String argument) throws CommandFailure {
    if (argument.indexOf(REPLACEMENT) >= 0) {
      throw new CommandFailure(
          ExitStatus.WRONG,
          ("\"%s\" is not what was typed: characters are lost in this locale, whose encoding is %s;"
                  + " run with LC_ALL=C.UTF-8")
              .formatted(argument, System.getProperty("sun.jnu.encoding", "unknown")));
    }
  }
}
