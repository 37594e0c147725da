package io.shardrouter.internal.guard;

import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.sql.ProofPlace;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The OFFSET of a SELECT that is a transaction of its own, by which it proves of its own snapshot
 * that the shard holds the key: 0, or it fails as a guard does. No guard is needed then: a lock
 * would keep the rows where they are, but the snapshot has read them already.
 *
 * @param place where it stands in the caller's text
 * @param base the shard that holds the key by the base layout
 * @param history what is believed to have moved; whatever it is, the proof holds, but the right one
 *     costs least
 * @param sql the caller's text with it, whose parameters are open
 */
public record Proof(ProofPlace place, int base, History history, String sql) implements Lead {
  /** What is known to have moved. */
  enum History {
    /** Nothing, or this very key: the shard's count of changes tells whether anything did. */
    NONE,
    /** Something, though not this key: the slot's rows of placement tell whether it concerns it. */
    OTHERS
  }

  @Override
  public int results() {
    return 0;
  }

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public int parametersBefore() {
    return place.parameters();
  }

  @Override
  public void bindTo(PreparedStatement statement, RoutedKey key) throws SQLException {
    statement.setString(place.parameters() + 1, key.key());
    statement.setInt(place.parameters() + 2, key.slot());
  }
}
