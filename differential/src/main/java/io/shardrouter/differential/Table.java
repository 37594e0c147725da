package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;

/**
 * A table of schema.sql.
 *
 * @param name as in SQL
 * @param placing where its rows are
 */
record Table(String name, Placing placing) {
  /** Where rows are; a key is the first column of its table. */
  sealed interface Placing {
    /** By the key, in a colocation group. */
    record Keyed(String group, String column) implements Placing {}

    /** The same on every shard. */
    record Everywhere() implements Placing {}

    /** On the default shard. */
    record Home() implements Placing {}
  }

  /** Parents before their children. */
  static final ImmutableList<Table> ALL =
      ImmutableList.of(
          everywhere("countries"),
          everywhere("plans"),
          new Table("settings", new Placing.Home()),
          keyed("users", "user", "id"),
          keyed("consciousness_states", "user", "user_id"),
          keyed("orders", "user", "user_id"),
          keyed("items", "user", "user_id"),
          keyed("empties", "user", "user_id"),
          keyed("\"Odd Table\"", "user", "\"User Id\""),
          keyed("audit.log", "user", "user_id"),
          keyed("events", "user", "user_id"),
          keyed("accounts", "account", "id"),
          keyed("transfers", "account", "account_id"),
          keyed("devices", "device", "id"),
          keyed("readings", "device", "device_id"),
          keyed("daily_metrics", "day", "day"));

  /** Those whose rows are by a key, or the others. */
  static ImmutableList<Table> keyed(boolean by) {
    return ALL.stream()
        .filter(table -> table.placing instanceof Placing.Keyed == by)
        .collect(ImmutableList.toImmutableList());
  }

  private static Table keyed(String name, String group, String column) {
    return new Table(name, new Placing.Keyed(group, column));
  }

  private static Table everywhere(String name) {
    return new Table(name, new Placing.Everywhere());
  }
}
