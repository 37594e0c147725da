package io.shardrouter;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Maps;
import com.google.common.collect.SetMultimap;
import io.shardrouter.internal.config.GroupRules;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A colocation group: the tables that share a sharding key, and so live and move together.
 *
 * @param name letters, digits, {@code _} and {@code -}
 * @param strategy {@code md5}, {@code month}, or the name of a class that implements {@link
 *     io.shardrouter.strategy.ShardingStrategy}
 * @param layout the base layout: slot s starts on shard {@code layout[s mod layout.size()]}; never
 *     changed after installation
 * @param slots how many slots there are, a multiple of the layout's length; default {@link
 *     #SLOTS_PER_ENTRY} times that length
 * @param keyType the key's type; empty: that of the key column in the catalog
 * @param zone whose calendar tells the month of an instant; default {@code UTC}, and any other name
 *     of it becomes that
 * @param tables each table with the name of its key column in the catalog, in the given order
 * @param globallyUnique by table of the group, columns whose values no two shards share, as in the
 *     catalog: unique constraints on them do not stop a move. A promise of whoever fills them, such
 *     as random UUIDs; no part of what is installed on the shards
 */
public record GroupConfig(
    String name,
    String strategy,
    List<Integer> layout,
    int slots,
    Optional<KeyType> keyType,
    ZoneId zone,
    Map<TableName, String> tables,
    Map<TableName, Set<String>> globallyUnique) {

  /** Slots for each entry of the base layout, unless the configuration says otherwise. */
  public static final int SLOTS_PER_ENTRY = 1024;

  /** One name for UTC, which has several: the layout on the shards is compared by it. */
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** Refuses nulls and contradictions ({@link ConfigurationException}). */
  public GroupConfig {
    Objects.requireNonNull(keyType, "keyType");
    zone = zone.normalized().equals(ZoneOffset.UTC) ? UTC : zone;
    layout = List.copyOf(layout);
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    globallyUnique = ImmutableMap.copyOf(Maps.transformValues(globallyUnique, Set::copyOf));
    GroupRules.checkName(name);
    String setting = "groups." + name;
    GroupRules.checkSlots(setting, layout, slots);
    GroupRules.checkStrategy(setting, strategy, keyType);
    if (tables.isEmpty()) {
      throw ConfigurationException.of(
          setting + ".tables", "is empty; list at least one table with its key column");
    }
    GroupRules.checkGloballyUnique(setting, tables.keySet(), globallyUnique.keySet());
  }

  /** Starts a group of this name; strategy {@code md5} and zone UTC unless set. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Collects a group's settings; not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Map<TableName, String> tables = new LinkedHashMap<>();
    private final SetMultimap<TableName, String> globallyUnique = LinkedHashMultimap.create();
    private String strategy = "md5";
    private List<Integer> layout = List.of();
    private int slots = -1;
    private Optional<KeyType> keyType = Optional.empty();
    private ZoneId zone = UTC;

    private Builder(String name) {
      this.name = Objects.requireNonNull(name, "name");
    }

    /** {@code md5}, {@code month}, or a class name. */
    public Builder strategy(String value) {
      strategy = Objects.requireNonNull(value, "strategy");
      return this;
    }

    /** The base layout, as shard ids. */
    public Builder layout(Integer... shards) {
      return layout(Arrays.asList(shards));
    }

    /** The base layout, as shard ids. */
    public Builder layout(List<Integer> shards) {
      layout = List.copyOf(shards);
      return this;
    }

    /** The number of slots; default {@link #SLOTS_PER_ENTRY} for each entry of the layout. */
    public Builder slots(int value) {
      GroupRules.checkPositiveSlots("groups." + name, value);
      slots = value;
      return this;
    }

    /** The key's type; default that of the key column in the catalog. */
    public Builder keyType(KeyType value) {
      keyType = Optional.of(value);
      return this;
    }

    /** Whose calendar tells the month of an instant; default UTC. */
    public Builder zone(ZoneId value) {
      zone = Objects.requireNonNull(value, "zone");
      return this;
    }

    /**
     * Adds a table; both names as in SQL, so {@code "Mixed Case"} needs its quotes.
     *
     * @throws ConfigurationException when a name is none, or the table is in the group already
     */
    public Builder table(String table, String keyColumn) {
      TableName parsed = TableName.parse(table);
      if (tables.putIfAbsent(parsed, SqlIdentifier.parse(keyColumn)) != null) {
        throw ConfigurationException.of(
            "groups." + name + ".tables." + parsed, "is listed twice; keep one of the two");
      }
      return this;
    }

    /**
     * Declares that no two shards share a value of a column, so that unique constraints on it do
     * not stop a move; both names as in SQL. The table is to be one of the group's.
     *
     * @throws ConfigurationException when a name is none, or the column is declared already
     */
    public Builder globallyUnique(String table, String column) {
      TableName parsed = TableName.parse(table);
      if (!globallyUnique.put(parsed, SqlIdentifier.parse(column))) {
        throw ConfigurationException.of(
            "groups." + name + ".globallyUnique." + parsed,
            column + " is listed twice; keep one of the two");
      }
      return this;
    }

    /** The group, checked. */
    public GroupConfig build() {
      int count = slots < 0 ? GroupRules.defaultSlots("groups." + name, layout) : slots;
      return new GroupConfig(
          name,
          strategy,
          layout,
          count,
          keyType,
          zone,
          tables,
          Maps.transformValues(globallyUnique.asMap(), Set::copyOf));
    }
  }
}
