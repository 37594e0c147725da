package io.shardrouter.internal.guard;

import io.shardrouter.internal.routing.Placement;
import io.shardrouter.internal.routing.PlacementMap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the placement rows of a shard into a map. */
public final class PlacementPreload {
  private static final int FETCH = 5_000;

  private PlacementPreload() {}

  /**
   * Lets {@code placements} learn what the shard behind {@code connection} knows: every slot, and
   * keys as far as {@code maxKeys} goes. What is left out is learned from redirects.
   *
   * @param connection in autocommit; given back so
   */
  public static void load(Connection connection, PlacementMap placements, int maxKeys)
      throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select group_name, slot, key, shard, epoch from shard_router.placement
             where kind = 'slot'
            union all
            (select group_name, slot, key, shard, epoch from shard_router.placement
              where kind = 'key' limit ?)
            """)) {
      statement.setFetchSize(FETCH);
      statement.setInt(1, maxKeys);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Placement placement = new Placement(row.getInt("shard"), row.getLong("epoch"));
          String key = row.getString("key");
          if (key == null) {
            placements.learnSlot(row.getString("group_name"), row.getInt("slot"), placement);
          } else {
            placements.learnKey(row.getString("group_name"), key, placement);
          }
        }
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
