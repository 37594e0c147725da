package io.shardrouter.internal.guard;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The guards of several keys of one group, ahead of a caller's statement in the same round trip.
 *
 * @param keys each of them once
 * @param wide whether the group's lock stands in for the keys'
 */
public record Guards(ImmutableList<RoutedKey> keys, boolean wide) implements Lead {
  @Override
  public int results() {
    return 1;
  }

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public int parametersBefore() {
    return 0;
  }

  /** Binds these keys, whichever the statement's is. */
  @Override
  public void bindTo(PreparedStatement statement, RoutedKey key) throws SQLException {
    bindTo(statement);
  }

  /** Binds these keys. */
  public void bindTo(PreparedStatement statement) throws SQLException {
    statement.setObject(1, keys.stream().mapToInt(RoutedKey::slot).toArray());
    statement.setObject(2, keys.stream().map(RoutedKey::key).toArray(String[]::new));
  }
}
