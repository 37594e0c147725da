package io.shardrouter;

import io.shardrouter.internal.config.ConfigFile;
import io.shardrouter.internal.config.ConfigRules;
import io.shardrouter.internal.config.PoolRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that a router needs to know, from YAML or from {@link #builder()}; both are checked by the
 * same rules. Immutable. {@code toString} shows no password.
 *
 * @param shards every shard, also those that are not in a base layout yet
 * @param groups the colocation groups by name, in the given order
 * @param referenceTables tables with the same rows on every shard; each as {@link
 *     TableName#toString} writes it
 * @param defaultShard home of tables listed nowhere; empty: they are refused
 * @param guard default {@link GuardMode#ON}
 * @param install default {@link InstallMode#NEVER}
 * @param pool HikariCP properties of every shard's pool; empty by default
 * @param keyCheck default {@link KeyCheck#ENFORCE}
 * @param guardWait how long a guard waits for a fence; default 5 s
 * @param acquireTimeout how long to wait for a pooled connection; default 2 s
 * @param statementTimeout how long a read over several shards may run; zero, the default: no limit.
 *     For statements of one shard there is {@code Statement.setQueryTimeout}
 * @param fetchSize rows fetched at a time from each shard of a scatter; default 1000
 * @param byteBudget bytes that a scatter may hold in memory; default 64 MiB
 * @param shutdownTimeout how long {@code close()} waits for running work; default 30 s
 * @param transactions default {@link TransactionMode#TWO_PHASE}
 */
public record ShardRouterConfig(
    List<ShardConfig> shards,
    Map<String, GroupConfig> groups,
    List<String> referenceTables,
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

  /** Refuses nulls and contradictions ({@link ConfigurationException}). */
  public ShardRouterConfig {
    Objects.requireNonNull(guard, "guard");
    Objects.requireNonNull(install, "install");
    Objects.requireNonNull(transactions, "transactions");
    shards = List.copyOf(shards);
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    ConfigRules.checkShards(shards, guard);
    ConfigRules.checkGroups(groups, shards);
    referenceTables = ConfigRules.checkedReferenceTables(referenceTables, groups);
    ConfigRules.checkDefaultShard(defaultShard, shards);
    PoolRules.check("pool", pool);
    pool = Collections.unmodifiableMap(new LinkedHashMap<>(pool));
    Objects.requireNonNull(keyCheck, "keyCheck");
    ConfigRules.checkPositive("guardWait", guardWait);
    ConfigRules.checkPositive("acquireTimeout", acquireTimeout);
    ConfigRules.checkNotNegative("statementTimeout", statementTimeout);
    ConfigRules.checkPositive("fetchSize", fetchSize);
    ConfigRules.checkPositive("byteBudget", byteBudget);
    ConfigRules.checkNotNegative("shutdownTimeout", shutdownTimeout);
  }

  /** Starts a configuration with every default of this record. */
  public static ShardRouterConfigBuilder builder() {
    return new ShardRouterConfigBuilder();
  }

  /** Starts a configuration with these settings. */
  public ShardRouterConfigBuilder toBuilder() {
    return new ShardRouterConfigBuilder(this);
  }

  /**
   * Reads a YAML file in UTF-8; {@code ${NAME}} reads the process's environment.
   *
   * @throws ConfigurationException when it cannot be read, or is wrong
   */
  public static ShardRouterConfig load(Path file) {
    return ConfigFile.read(file);
  }

  /**
   * Reads a YAML resource of the class path, by the thread's context class loader and then by this
   * library's own; {@code ${NAME}} reads the process's environment.
   *
   * @param classpathName like {@code config/shards.yaml}, with or without a leading slash
   * @throws ConfigurationException when there is none, or it is wrong
   */
  public static ShardRouterConfig loadResource(String classpathName) {
    return ConfigFile.readResource(classpathName);
  }

  /**
   * Reads YAML text.
   *
   * @param sourceName what error messages call it
   * @param environment gives the value of {@code ${NAME}}, or null when NAME is unset
   * @throws ConfigurationException when it is wrong
   */
  public static ShardRouterConfig parse(
      String yaml, String sourceName, Function<String, @Nullable String> environment) {
    return ConfigFile.parse(yaml, sourceName, environment);
  }

  /** Prints the names of pool properties but not their values: init SQL may hold secrets. */
  @Override
  public String toString() {
    return "ShardRouterConfig[shards=%s, groups=%s, referenceTables=%s, defaultShard=%s, guard=%s, install=%s, pool=%s, keyCheck=%s, guardWait=%s, acquireTimeout=%s, statementTimeout=%s, fetchSize=%d, byteBudget=%d, shutdownTimeout=%s, transactions=%s]"
        .formatted(
            shards,
            groups.values(),
            referenceTables,
            defaultShard,
            guard,
            install,
            pool.keySet(),
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
