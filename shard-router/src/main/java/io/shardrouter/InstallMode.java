package io.shardrouter;

/** Whether a router installs the shard-side schema. */
public enum InstallMode {
  /** A shard without it is refused. */
  NEVER,
  /** At start, where the role's rights suffice. */
  AUTO
}
