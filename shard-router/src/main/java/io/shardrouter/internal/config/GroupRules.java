package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import io.shardrouter.GroupConfig;
import io.shardrouter.KeyType;
import io.shardrouter.TableName;
import io.shardrouter.internal.routing.Strategies;
import io.shardrouter.strategy.ShardingStrategy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What must hold within one group. Each method throws on the first fault. */
public final class GroupRules {
  /** Every router holds an entry for each slot in memory. */
  private static final int MAX_SLOTS = 1 << 24;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");

  private GroupRules() {}

  /** The name can stand in a hint and in a setting's path. */
  public static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw ConfigurationException.of(
          "groups." + name,
          "is no group name; use a letter, then up to 62 letters, digits, _ or -");
    }
  }

  /** The layout has shards, and the slots spread evenly over it. */
  public static void checkSlots(String setting, List<Integer> layout, int slots) {
    checkLayoutIsThere(setting, layout);
    checkPositiveSlots(setting, slots);
    if (slots % layout.size() != 0) {
      throw ConfigurationException.of(
          setting + ".slots",
          "%d is not a multiple of the layout's length %d; the nearest that is: %s"
              .formatted(slots, layout.size(), multiplesAround(slots, layout.size())));
    }
  }

  /** From 1 to the most a router keeps in memory. */
  public static void checkPositiveSlots(String setting, int slots) {
    if (slots < 1 || slots > MAX_SLOTS) {
      throw ConfigurationException.of(
          setting + ".slots", "is " + slots + "; it must be from 1 to " + MAX_SLOTS);
    }
  }

  /** As many as the layout's length asks for. */
  public static int defaultSlots(String setting, List<Integer> layout) {
    checkLayoutIsThere(setting, layout);
    return Math.multiplyExact(GroupConfig.SLOTS_PER_ENTRY, layout.size());
  }

  private static void checkLayoutIsThere(String setting, List<Integer> layout) {
    if (layout.isEmpty()) {
      throw ConfigurationException.of(
          setting + ".layout", "is empty; list the ids of the shards that slots start on");
    }
  }

  private static String multiplesAround(int slots, int length) {
    int below = slots - slots % length;
    return below == 0 ? String.valueOf(length) : below + " or " + (below + length);
  }

  /** What is said of columns is said of tables that the group has. */
  public static void checkGloballyUnique(
      String setting, Set<TableName> tables, Set<TableName> declared) {
    for (TableName table : declared) {
      if (!tables.contains(table)) {
        throw ConfigurationException.of(
            setting + ".globallyUnique." + table,
            "is no table of the group; write it as under tables, where there are " + tables);
      }
    }
  }

  /** The strategy exists, and takes keys of the configured type. */
  public static void checkStrategy(String setting, String name, Optional<KeyType> keyType) {
    Set<KeyType> accepted;
    try {
      ShardingStrategy strategy = Strategies.named(name);
      accepted = new TreeSet<>(strategy.keyTypes());
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(
          setting + ".strategy",
          e.getMessage() + "; write md5, month, or the name of a class that is there");
    }
    if (keyType.isPresent() && !accepted.contains(keyType.get())) {
      throw ConfigurationException.of(
          setting + ".keyType",
          "strategy "
              + name
              + " does not take keys of type "
              + sqlName(keyType.get())
              + "; it takes "
              + accepted.stream().map(GroupRules::sqlName).collect(Collectors.joining(", ")));
    }
  }

  private static String sqlName(KeyType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
