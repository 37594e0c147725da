package io.shardrouter.it.targets;

/** What a client runs against; its sources are the same. */
public enum Target {
  /** One database, reached by the driver of PostgreSQL: what the others are measured by. */
  PLAIN(1),
  ONE_SHARD(1),
  THREE_SHARDS(3);

  private final int databases;

  Target(int databases) {
    this.databases = databases;
  }

  int databases() {
    return databases;
  }

  /** Whether rows of different users may be in different databases. */
  public boolean isSharded() {
    return databases > 1;
  }
}
