package io.shardrouter;

/** Who installs the schema {@code shard_router} on the shards. */
public enum InstallMode {
  /** Only the command line ({@code shardctl install}). The default. */
  NEVER,
  /** The router, at start, with the migrator's credentials where a shard has them. */
  AUTO
}
