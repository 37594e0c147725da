package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import io.shardrouter.GroupConfig;
import io.shardrouter.GuardMode;
import io.shardrouter.ShardConfig;
import io.shardrouter.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must hold across the parts of a configuration. Each method throws on the first fault. */
public final class ConfigRules {
  /** PostgreSQL's time-outs are 32-bit numbers of milliseconds. */
  private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

  private ConfigRules() {}

  /** There are shards, each id once, and their URLs suit the guard. */
  public static void checkShards(List<ShardConfig> shards, GuardMode guard) {
    if (shards.isEmpty()) {
      throw ConfigurationException.of("shards", "is empty; list at least one shard");
    }
    Set<Integer> seen = new TreeSet<>();
    for (ShardConfig shard : shards) {
      String setting = "shards[id=" + shard.id() + "]";
      if (!seen.add(shard.id())) {
        throw ConfigurationException.of(
            setting + ".id", "is given to two shards; give each shard an id of its own");
      }
      if (guard == GuardMode.ON) {
        ShardUrl.checkGuarded(setting + ".url", shard.url());
      }
    }
  }

  /** There are groups, on known shards, and no table is in two of them. */
  public static void checkGroups(Map<String, GroupConfig> groups, List<ShardConfig> shards) {
    if (groups.isEmpty()) {
      throw ConfigurationException.of(
          "groups", "is empty; list at least one group with its tables and their key columns");
    }
    Map<TableName, String> groupOf = new HashMap<>();
    groups.forEach(
        (name, group) -> {
          if (!name.equals(group.name())) {
            throw ConfigurationException.of(
                "groups." + name, "holds the group " + group.name() + "; use the group's own name");
          }
          checkLayout(group, ids(shards));
          for (TableName table : group.tables().keySet()) {
            String other = groupOf.putIfAbsent(table, name);
            if (other != null) {
              throw ConfigurationException.of(
                  "groups." + name + ".tables." + table,
                  "is in group " + other + " too; leave it in the group whose key it has");
            }
          }
        });
  }

  private static void checkLayout(GroupConfig group, Set<Integer> ids) {
    for (int i = 0; i < group.layout().size(); i++) {
      if (!ids.contains(group.layout().get(i))) {
        throw ConfigurationException.of(
            "groups." + group.name() + ".layout[" + i + "]",
            "shard " + group.layout().get(i) + " is not under shards; there are " + ids);
      }
    }
  }

  /** The tables as {@code TableName} writes them: each once, and in no group. */
  public static List<String> checkedReferenceTables(
      List<String> names, Map<String, GroupConfig> groups) {
    List<String> checked = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String setting = "referenceTables[" + i + "]";
      TableName table = parse(setting, names.get(i));
      for (GroupConfig group : groups.values()) {
        if (group.tables().containsKey(table)) {
          throw ConfigurationException.of(
              setting,
              table
                  + " is in group "
                  + group.name()
                  + " too; a table is either sharded or a reference table, keep one of the two");
        }
      }
      if (checked.contains(table.toString())) {
        throw ConfigurationException.of(setting, table + " is listed twice; keep one of the two");
      }
      checked.add(table.toString());
    }
    return List.copyOf(checked);
  }

  private static TableName parse(String setting, String name) {
    try {
      return TableName.parse(name);
    } catch (ConfigurationException e) {
      throw ConfigurationException.of(setting, String.valueOf(e.getMessage()));
    }
  }

  /** If there is a default shard, it is a known one. */
  public static void checkDefaultShard(OptionalInt defaultShard, List<ShardConfig> shards) {
    if (defaultShard.isPresent() && !ids(shards).contains(defaultShard.getAsInt())) {
      throw ConfigurationException.of(
          "defaultShard",
          "shard " + defaultShard.getAsInt() + " is not under shards; there are " + ids(shards));
    }
  }

  /** More than zero, and short enough for PostgreSQL. */
  public static void checkPositive(String setting, Duration value) {
    if (value.isNegative() || value.toMillis() == 0) {
      throw ConfigurationException.of(
          setting, "is " + value + "; it must be at least one millisecond");
    }
    checkNotNegative(setting, value);
  }

  /** Zero or more, and short enough for PostgreSQL. */
  public static void checkNotNegative(String setting, Duration value) {
    if (value.isNegative()) {
      throw ConfigurationException.of(setting, "is " + value + "; it must not be negative");
    }
    if (value.compareTo(LONGEST) > 0) {
      throw ConfigurationException.of(
          setting, "is " + value + "; PostgreSQL's time-outs end at " + LONGEST);
    }
  }

  /** More than zero. */
  public static void checkPositive(String setting, long value) {
    if (value <= 0) {
      throw ConfigurationException.of(setting, "is " + value + "; it must be more than zero");
    }
  }

  private static Set<Integer> ids(List<ShardConfig> shards) {
    return shards.stream().map(ShardConfig::id).collect(Collectors.toCollection(TreeSet::new));
  }
}
