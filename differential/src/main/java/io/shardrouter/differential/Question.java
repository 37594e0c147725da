package io.shardrouter.differential;

import com.google.common.collect.ImmutableSet;
import java.sql.Connection;
import java.sql.SQLException;

/** Something asked of both sides. */
interface Question {
  String category();

  /** Where it is written, or what it says: enough to ask it again. */
  String name();

  /** The connection is fresh, in autocommit, and the question's alone. */
  void ask(Connection connection, Answer answer) throws SQLException;

  /** Whether tables may be changed by it. */
  default boolean writes() {
    return false;
  }

  /** Whether what comes after it on the same connection cannot tell that it was asked. */
  default boolean leavesNothing() {
    return false;
  }

  /** Columns, as {@code table.column}, whose values no two databases share. */
  default ImmutableSet<String> ignored() {
    return ImmutableSet.of();
  }
}
