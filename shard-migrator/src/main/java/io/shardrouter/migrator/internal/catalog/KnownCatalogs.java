package io.shardrouter.migrator.internal.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Catalogs that were read before, for as long as their shards have not changed them since.
 * Thread-safe.
 */
public final class KnownCatalogs {
  private final Map<Place, Known> known = new ConcurrentHashMap<>();

  private record Place(int shard, String group) {}

  private record Known(String stamp, GroupCatalog catalog) {}

  /**
   * The catalog of {@code group} as it is now behind {@code connection}, which leads to {@code
   * shard}.
   */
  public GroupCatalog read(Connection connection, int shard, String group) throws SQLException {
    Place place = new Place(shard, group);
    // Before the catalog: what changes while that is read makes the next stamp another one.
    String stamp = CatalogStamp.of(connection, group);
    Known before = known.get(place);
    if (before != null && before.stamp().equals(stamp)) {
      return before.catalog();
    }
    GroupCatalog catalog = GroupCatalog.read(connection, group);
    known.put(place, new Known(stamp, catalog));
    return catalog;
  }
}
