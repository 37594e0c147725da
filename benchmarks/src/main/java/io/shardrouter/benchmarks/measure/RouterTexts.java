package io.shardrouter.benchmarks.measure;

import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.internal.guard.Ahead;
import io.shardrouter.internal.guard.GuardText;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.PlacementMap;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.sql.ProofPlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One select by key, word for word as the router sends it where nothing has moved. Slots are known
 * beforehand: whoever sends these texts by hand has what the router's own code is measured beside.
 */
public final class RouterTexts {
  private final GuardText guard;
  private final Group group;
  private final String select;
  private final ProofPlace place;
  private final Map<String, RoutedKey> known = new ConcurrentHashMap<>();

  /**
   * @param select whose condition, and with it the text, ends with its only parameter, the key
   */
  public RouterTexts(ShardRouterConfig config, String group, String select) {
    this.group = new Group(config.groups().get(group), KeyType.TEXT);
    this.guard =
        new GuardText(
            this.group, new PlacementMap(config.groups().values(), 0), config.guardWait());
    this.select = select;
    this.place = new ProofPlace(select.length(), 1);
  }

  /** The key of {@code id}. */
  public RoutedKey key(String id) {
    return known.computeIfAbsent(id, this::route);
  }

  private RoutedKey route(String id) {
    try {
      return group.route(id);
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Which shard holds {@code key}. */
  public int shard(RoutedKey key) {
    return group.baseShard(key.slot());
  }

  /** The select as it is sent in autocommit, with all parameters bound. */
  public PreparedStatement alone(Connection connection, RoutedKey key) throws SQLException {
    Lead proof = guard.of(select, true).proof(place, key, shard(key));
    return bound(connection, proof, 1, key);
  }

  /** The select as the first of a transaction: its rows are the second result. */
  public PreparedStatement first(Connection connection, RoutedKey key) throws SQLException {
    return bound(connection, Ahead.GUARD, 3, key);
  }

  private PreparedStatement bound(Connection connection, Lead lead, int at, RoutedKey key)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(guard.of(select, true).prepared(lead));
    statement.setString(at, key.key());
    lead.bindTo(statement, key);
    return statement;
  }
}
