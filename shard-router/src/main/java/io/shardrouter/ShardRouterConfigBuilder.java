package io.shardrouter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Collects a {@link ShardRouterConfig}; what is not set keeps the default documented there. Not
 * thread-safe.
 */
public final class ShardRouterConfigBuilder {
  private final List<ShardConfig> shards = new ArrayList<>();
  private final Map<String, GroupConfig> groups = new LinkedHashMap<>();
  private final List<String> referenceTables = new ArrayList<>();
  private OptionalInt defaultShard = OptionalInt.empty();
  private GuardMode guard = GuardMode.ON;
  private InstallMode install = InstallMode.NEVER;
  private Map<String, String> pool = Map.of();
  private KeyCheck keyCheck = KeyCheck.ENFORCE;
  private Duration guardWait = Duration.ofSeconds(5);
  private Duration acquireTimeout = Duration.ofSeconds(2);
  private Duration statementTimeout = Duration.ZERO;
  private int fetchSize = 1000;
  private long byteBudget = 64L << 20;
  private Duration shutdownTimeout = Duration.ofSeconds(30);
  private TransactionMode transactions = TransactionMode.TWO_PHASE;

  ShardRouterConfigBuilder() {}

  ShardRouterConfigBuilder(ShardRouterConfig config) {
    shards.addAll(config.shards());
    groups.putAll(config.groups());
    referenceTables.addAll(config.referenceTables());
    defaultShard = config.defaultShard();
    guard = config.guard();
    install = config.install();
    pool = config.pool();
    keyCheck = config.keyCheck();
    guardWait = config.guardWait();
    acquireTimeout = config.acquireTimeout();
    statementTimeout = config.statementTimeout();
    fetchSize = config.fetchSize();
    byteBudget = config.byteBudget();
    shutdownTimeout = config.shutdownTimeout();
    transactions = config.transactions();
  }

  /** Adds a shard. */
  public ShardRouterConfigBuilder shard(ShardConfig value) {
    shards.add(Objects.requireNonNull(value, "shard"));
    return this;
  }

  /** Replaces all shards. */
  public ShardRouterConfigBuilder shards(List<ShardConfig> values) {
    shards.clear();
    values.forEach(this::shard);
    return this;
  }

  /**
   * Adds a group.
   *
   * @throws ConfigurationException when there is one of that name already
   */
  public ShardRouterConfigBuilder group(GroupConfig value) {
    if (groups.putIfAbsent(value.name(), value) != null) {
      throw ConfigurationException.of(
          "groups." + value.name(), "is given twice; give each group once, under its own name");
    }
    return this;
  }

  /** Adds a reference table, its name as in SQL. */
  public ShardRouterConfigBuilder referenceTable(String name) {
    referenceTables.add(Objects.requireNonNull(name, "name"));
    return this;
  }

  /** Home of tables listed nowhere. */
  public ShardRouterConfigBuilder defaultShard(int id) {
    defaultShard = OptionalInt.of(id);
    return this;
  }

  /** Whether writers are guarded. */
  public ShardRouterConfigBuilder guard(GuardMode value) {
    guard = Objects.requireNonNull(value, "guard");
    return this;
  }

  /** Who installs the schema on the shards. */
  public ShardRouterConfigBuilder install(InstallMode value) {
    install = Objects.requireNonNull(value, "install");
    return this;
  }

  /** HikariCP properties of every shard's pool; replaces those set before. */
  public ShardRouterConfigBuilder pool(Map<String, String> properties) {
    pool = new LinkedHashMap<>(properties);
    return this;
  }

  /** Whether statements are read for keys of their own. */
  public ShardRouterConfigBuilder keyCheck(KeyCheck value) {
    keyCheck = Objects.requireNonNull(value, "keyCheck");
    return this;
  }

  /** How long a guard waits for a fence; more than zero. */
  public ShardRouterConfigBuilder guardWait(Duration value) {
    guardWait = Objects.requireNonNull(value, "guardWait");
    return this;
  }

  /** How long to wait for a pooled connection; more than zero. */
  public ShardRouterConfigBuilder acquireTimeout(Duration value) {
    acquireTimeout = Objects.requireNonNull(value, "acquireTimeout");
    return this;
  }

  /** How long a read over several shards may run; zero: no limit. */
  public ShardRouterConfigBuilder statementTimeout(Duration value) {
    statementTimeout = Objects.requireNonNull(value, "statementTimeout");
    return this;
  }

  /** Rows fetched at a time from each shard of a scatter. */
  public ShardRouterConfigBuilder fetchSize(int rows) {
    fetchSize = rows;
    return this;
  }

  /** Bytes that a scatter may hold in memory. */
  public ShardRouterConfigBuilder byteBudget(long bytes) {
    byteBudget = bytes;
    return this;
  }

  /** How long {@code close()} waits for running work; zero: not at all. */
  public ShardRouterConfigBuilder shutdownTimeout(Duration value) {
    shutdownTimeout = Objects.requireNonNull(value, "shutdownTimeout");
    return this;
  }

  /** How transactions over several shards commit. */
  public ShardRouterConfigBuilder transactions(TransactionMode value) {
    transactions = Objects.requireNonNull(value, "transactions");
    return this;
  }

  /**
   * The configuration, checked.
   *
   * @throws ConfigurationException when something contradicts
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
