package io.shardrouter;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * All that a router is told. Immutable; what contradicts itself is refused when it is made.
 *
 * @param shards the shards there are
 * @param groups the colocation groups by name
 * @param referenceTables tables with the same rows on every shard
 * @param defaultShard the home of tables that are listed nowhere; empty refuses them
 * @param guard whether transactions are guarded
 * @param install whether a router installs the shard-side schema at start
 * @param pool HikariCP properties of every shard's pool
 * @param keyCheck what is done with a statement's own key
 * @param guardWait the longest a guard waits for a move
 * @param acquireTimeout the longest a transaction waits for a connection taken out of order
 * @param statementTimeout the longest a scatter may run; zero sets no limit
 * @param fetchSize rows that a scatter fetches from a shard at a time
 * @param byteBudget bytes that one query may hold in memory
 * @param shutdownTimeout the longest that close waits for connections in use
 * @param transactions how a transaction that writes on several shards ends
 */
public record ShardRouterConfig(
    List<ShardConfig> shards,
    Map<String, GroupConfig> groups,
    List<TableName> referenceTables,
    OptionalInt defaultShard,
    GuardMode guard,
    InstallMode install,
    Map<String, String> pool,
    KeyCheck keyCheck,
    Duration guardWait,
    Duration acquireTimeout,
    Duration statementTimeout,
    int fetchSize,
    long byteBudget,
    Duration shutdownTimeout,
    TransactionMode transactions) {

  public ShardRouterConfig {
    shards = List.copyOf(shards);
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    referenceTables = List.copyOf(referenceTables);
    pool = Map.copyOf(pool);
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder with these settings. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.shards = shards;
    builder.groups = groups;
    builder.referenceTables = referenceTables;
    builder.defaultShard = defaultShard;
    builder.guard = guard;
    builder.install = install;
    builder.pool = pool;
    builder.keyCheck = keyCheck;
    builder.guardWait = guardWait;
    builder.acquireTimeout = acquireTimeout;
    builder.statementTimeout = statementTimeout;
    builder.fetchSize = fetchSize;
    builder.byteBudget = byteBudget;
    builder.shutdownTimeout = shutdownTimeout;
    builder.transactions = transactions;
    return builder;
  }

  /** Collects settings; not thread-safe. */
  public static final class Builder {
    private List<ShardConfig> shards = List.of();
    private Map<String, GroupConfig> groups = Map.of();
    private List<TableName> referenceTables = List.of();
    private OptionalInt defaultShard = OptionalInt.empty();
    private GuardMode guard = GuardMode.ON;
    private InstallMode install = InstallMode.NEVER;
    private Map<String, String> pool = Map.of();
    private KeyCheck keyCheck = KeyCheck.OFF;
    private Duration guardWait = Duration.ofSeconds(5);
    private Duration acquireTimeout = Duration.ofSeconds(2);
    private Duration statementTimeout = Duration.ZERO;
    private int fetchSize = 1000;
    private long byteBudget = 64L << 20;
    private Duration shutdownTimeout = Duration.ofSeconds(30);
    private TransactionMode transactions = TransactionMode.TWO_PHASE;

    private Builder() {}

    /** The shards there are; at least one. */
    public Builder shards(List<ShardConfig> value) {
      shards = value;
      return this;
    }

    /** Adds a group; at least one is needed. */
    public Builder group(GroupConfig value) {
      Map<String, GroupConfig> more = new LinkedHashMap<>(groups);
      if (more.put(value.name(), value) != null) {
        throw new ConfigurationException("group " + value.name() + " is there twice");
      }
      groups = more;
      return this;
    }

    /** Default: none. */
    public Builder referenceTables(List<TableName> value) {
      referenceTables = value;
      return this;
    }

    /** Default: none. */
    public Builder defaultShard(int value) {
      defaultShard = OptionalInt.of(value);
      return this;
    }

    /** Default: {@link GuardMode#ON}. */
    public Builder guard(GuardMode value) {
      guard = value;
      return this;
    }

    /** Default: {@link InstallMode#NEVER}. */
    public Builder install(InstallMode value) {
      install = value;
      return this;
    }

    /** HikariCP properties by name; default: HikariCP's own. */
    public Builder pool(Map<String, String> value) {
      pool = value;
      return this;
    }

    /** Default: {@link KeyCheck#OFF}. */
    public Builder keyCheck(KeyCheck value) {
      keyCheck = value;
      return this;
    }

    /** Default: 5 s. */
    public Builder guardWait(Duration value) {
      guardWait = value;
      return this;
    }

    /** Default: 2 s. */
    public Builder acquireTimeout(Duration value) {
      acquireTimeout = value;
      return this;
    }

    /** Default: zero, no limit. */
    public Builder statementTimeout(Duration value) {
      statementTimeout = value;
      return this;
    }

    /** Default: 1000 rows. */
    public Builder fetchSize(int value) {
      fetchSize = value;
      return this;
    }

    /** Default: 64 MiB. */
    public Builder byteBudget(long value) {
      byteBudget = value;
      return this;
    }

    /** Default: 30 s. */
    public Builder shutdownTimeout(Duration value) {
      shutdownTimeout = value;
      return this;
    }

    /** Default: {@link TransactionMode#TWO_PHASE}. */
    public Builder transactions(TransactionMode value) {
      transactions = value;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws ConfigurationException where it contradicts itself
     */
    public ShardRouterConfig build() {
      return new ShardRouterConfig(
          shards,
          groups,
          referenceTables,
          defaultShard,
          guard,
          install,
          pool,
          keyCheck,
          guardWait,
          acquireTimeout,
          statementTimeout,
          fetchSize,
          byteBudget,
          shutdownTimeout,
          transactions);
    }
  }
}
