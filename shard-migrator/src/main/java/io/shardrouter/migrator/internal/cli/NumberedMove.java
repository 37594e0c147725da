package io.shardrouter.migrator.internal.cli;

import io.shardrouter.migrator.MoveRequest;

/**
 * A move that was asked for.
 *
 * @param line its line in the file; 0 where it was asked for by options
 */
record NumberedMove(int line, MoveRequest request) {
  /** How a message about it begins, without its key. */
  String place() {
    return line == 0 ? "" : "line " + line + ": ";
  }
}
