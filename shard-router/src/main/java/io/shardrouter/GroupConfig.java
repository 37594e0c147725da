package io.shardrouter;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A colocation group: tables that share a sharding key, and so live and move together.
 *
 * @param name the group's name
 * @param strategy {@code md5}, {@code month}, or the name of a class
 * @param layout the base layout: slot s starts on {@code layout[s mod layout.size()]}; for ever
 * @param slots the number of slots, a multiple of the layout's length; for ever
 * @param keyType the key's type; empty stands for the column's type in the catalog
 * @param zone puts instants on a calendar
 * @param tables the key column of each table, as in the catalog
 */
public record GroupConfig(
    String name,
    String strategy,
    List<Integer> layout,
    int slots,
    Optional<KeyType> keyType,
    ZoneId zone,
    Map<TableName, String> tables) {
  /** How many slots there are for each place of the base layout unless set otherwise. */
  public static final int SLOTS_PER_SHARD = 1024;

  public GroupConfig {
    layout = List.copyOf(layout);
    tables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tables));
  }

  /**
   * A group with {@value #SLOTS_PER_SHARD} slots a shard, the catalog's key type, and UTC.
   *
   * @param tables table names and key columns as PostgreSQL reads them
   */
  public static GroupConfig of(
      String name, String strategy, List<Integer> layout, Map<String, String> tables) {
    Map<TableName, String> parsed = new LinkedHashMap<>();
    tables.forEach((table, column) -> parsed.put(TableName.parse(table), TableName.column(column)));
    return new GroupConfig(
        name,
        strategy,
        layout,
        SLOTS_PER_SHARD * layout.size(),
        Optional.empty(),
        ZoneOffset.UTC,
        parsed);
  }
}
