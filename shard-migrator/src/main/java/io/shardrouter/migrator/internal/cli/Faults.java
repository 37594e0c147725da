package io.shardrouter.migrator.internal.cli;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, so that one look is enough to repair it all. Not thread-safe. */
final class Faults {
  private static final int SHOWN = 50;

  private final String file;
  private final List<String> faults = new ArrayList<>();

  Faults(String file) {
    this.file = file;
  }

  void add(String fault) {
    faults.add(fault);
  }

  void add(int line, String fault) {
    add("line " + line + " " + fault);
  }

  /**
   * @throws CommandFailure with all faults, if there are any
   */
  void requireNone() throws CommandFailure {
    if (!faults.isEmpty()) {
      String more = faults.size() > SHOWN ? "; and %d more".formatted(faults.size() - SHOWN) : "";
      throw new CommandFailure(
          ExitStatus.WRONG,
          file
              + ": nothing has moved: "
              + String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size())))
              + more);
    }
  }
}
