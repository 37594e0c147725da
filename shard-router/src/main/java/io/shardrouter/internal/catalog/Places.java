package io.shardrouter.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.shardrouter.GroupConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.TableName;
import io.shardrouter.internal.catalog.Relations.Found;
import io.shardrouter.internal.sql.Catalog.Place;
import io.shardrouter.internal.sql.Catalog.QualifiedName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the rows of relations are, by the configuration. */
final class Places {
  private final ImmutableMap<Long, Found> relations;
  private final ImmutableMap<QualifiedName, Place> listed;
  private final boolean hasHome;
  private final Map<Long, Place> found = new HashMap<>();

  Places(
      ShardRouterConfig config, ImmutableList<Found> relations, ImmutableList<String> searchPath) {
    this.relations =
        relations.stream().collect(ImmutableMap.toImmutableMap(Found::oid, each -> each));
    this.listed = listed(config, relations, searchPath);
    this.hasHome = config.defaultShard().isPresent();
  }

  private static ImmutableMap<QualifiedName, Place> listed(
      ShardRouterConfig config, ImmutableList<Found> relations, ImmutableList<String> searchPath) {
    Map<TableName, Place> places = new HashMap<>();
    for (GroupConfig group : config.groups().values()) {
      group.tables().forEach((name, key) -> places.put(name, new Place.Sharded(group.name(), key)));
    }
    config
        .referenceTables()
        .forEach(name -> places.put(TableName.parse(name), new Place.Reference()));
    Map<QualifiedName, Place> resolved = new HashMap<>();
    places.forEach(
        (name, place) ->
            resolve(name, relations, searchPath)
                .ifPresent(qualified -> resolved.put(qualified, place)));
    return ImmutableMap.copyOf(resolved);
  }

  private static Optional<QualifiedName> resolve(
      TableName table, ImmutableList<Found> relations, ImmutableList<String> searchPath) {
    ImmutableList<String> schemas = table.schema().map(ImmutableList::of).orElse(searchPath);
    return schemas.stream()
        .map(schema -> new QualifiedName(schema, table.name()))
        .filter(name -> relations.stream().anyMatch(relation -> relation.name().equals(name)))
        .findFirst();
  }

  /** Where the rows of {@code relation} are. */
  Place of(Found relation) {
    Place known = found.get(relation.oid());
    if (known == null) {
      known = find(relation);
      found.put(relation.oid(), known);
    }
    return known;
  }

  private Place find(Found relation) {
    Place place = listed.get(relation.name());
    if (place != null) {
      return place;
    }
    if (relation.system()) {
      return new Place.Local();
    }
    if (relation.definition().isPresent()) {
      return new Place.View(relation.definition().get());
    }
    for (long parent : relation.parents()) {
      Found table = relations.get(parent);
      if (table != null && !(of(table) instanceof Place.Unlisted)) {
        return of(table);
      }
    }
    // The rows of a materialized view may have been read from any table of its shard.
    return hasHome && relation.kind() != 'm' && !hasListedChild(relation)
        ? new Place.Home()
        : new Place.Unlisted();
  }

  /** Whether reading {@code relation} reads rows of a table that is at another place. */
  private boolean hasListedChild(Found relation) {
    return relations.values().stream()
        .filter(child -> child.parents().contains(relation.oid()))
        .anyMatch(child -> listed.containsKey(child.name()) || hasListedChild(child));
  }
}
