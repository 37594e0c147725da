package io.shardrouter.internal.guard;

import io.shardrouter.internal.routing.RoutedKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What a caller's statement takes along, in the same round trip, so that it touches a key's rows
 * only where they are.
 */
public sealed interface Lead permits Ahead, Guards, Proof {
  /** How many results come before the caller's first. */
  int results();

  /** How many parameters it has itself. */
  int parameters();

  /** How many of the caller's parameters come before its own. */
  int parametersBefore();

  /** Binds its own parameters, of which there are some. */
  void bindTo(PreparedStatement statement, RoutedKey key) throws SQLException;
}
