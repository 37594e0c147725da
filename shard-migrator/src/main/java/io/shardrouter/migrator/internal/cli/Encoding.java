package io.shardrouter.migrator.internal.cli;

import java.util.Set;

/**
 * Whether arguments reached the JVM as they were typed. In the locales "C" and "POSIX" the JVM
 * replaces every byte beyond ASCII by a question mark: a key would become another key, with another
 * slot.
 */
final class Encoding {
  private static final Set<String> ASCII = Set.of("ANSI_X3.4-1968", "US-ASCII", "646");
  private static final char REPLACEMENT = '\ufffd';

  private Encoding() {}

  /**
   * Refuses an argument that may have lost characters.
   *
   * @throws CommandFailure with status 2
   */
  static void requireIntact(String argument) throws CommandFailure {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    boolean lossy = ASCII.contains(encoding) && argument.indexOf('?') >= 0;
    if (lossy || argument.indexOf(REPLACEMENT) >= 0) {
      throw new CommandFailure(
          ExitStatus.WRONG,
          ("\"%s\" may not be what was typed: this locale's encoding is %s, in which characters"
                  + " are lost; run with LC_ALL=C.UTF-8")
              .formatted(argument, encoding));
    }
  }
}
