package io.shardrouter.internal.sql;

import java.util.HashSet;
import java.util.Set;

/** Where the rows of a query, or of a FROM clause, come from. */
sealed interface Placement {
  /** From no sharded table: each shard gives all of them. */
  record Everywhere() implements Placement {}

  /**
   * Each row comes from the rows of one key, so that each shard gives those of its own keys, and
   * all shards together give all.
   *
   * @param group of the key
   * @param keys columns that are the row's key
   * @param nullable columns that are the row's key, or NULL
   * @param around columns of what is around that are the row's key
   */
  record Split(String group, Set<Attribute> keys, Set<Attribute> nullable, Set<Attribute> around)
      implements Placement {
    /** All columns that are the key where they are not NULL. */
    Set<Attribute> all() {
      Set<Attribute> all = new HashSet<>(keys);
      all.addAll(nullable);
      all.addAll(around);
      return all;
    }
  }

  /** Not known: shards do not give their part by themselves. */
  record Unknown() implements Placement {}
}
