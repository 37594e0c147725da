package io.shardrouter.conformance;

import java.util.Map;

/** Where a caller can tell the router from the driver, and why that has to be. */
final class Deviations {
  private static final String IN_BLOCK =
      "refused with SR004: statements are guarded inside a transaction, and this one cannot run in"
          + " one; there is shardDataSource(id)";
  private static final String LATE =
      "fails at the first use and not before: a statement is prepared, and its parameters are"
          + " bound, where its shard is known";

  /** Reasons, by the names of the cases that see a difference. */
  static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("execute: vacuum things", IN_BLOCK),
          Map.entry("prepare: vacuum things", IN_BLOCK),
          Map.entry("execute: reindex table concurrently things", IN_BLOCK),
          Map.entry("prepare: reindex table concurrently things", IN_BLOCK),
          Map.entry("prepare: select 'open", LATE),
          Map.entry("a parameter that is not there", LATE),
          Map.entry("a value that its type does not take", LATE));

  private Deviations() {}
}
