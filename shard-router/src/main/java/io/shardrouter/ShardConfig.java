package io.shardrouter;

import io.shardrouter.internal.config.PoolRules;
import io.shardrouter.internal.config.ShardUrl;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One shard. {@code toString} shows no password, neither of the credentials nor of the URL.
 *
 * @param id small number that stands for this shard for ever; not negative
 * @param url the driver's URL, handed to it verbatim; begins with {@code jdbc:postgresql:}
 * @param username the application's role
 * @param password where its password comes from
 * @param migrator who installs and moves; empty: the application's role
 * @param pool HikariCP properties of this shard, over those of {@link ShardRouterConfig#pool()}
 */
public record ShardConfig(
    int id,
    String url,
    String username,
    PasswordSource password,
    Optional<Credentials> migrator,
    Map<String, String> pool) {

  /**
   * Refuses nulls, a negative id, and settings that cannot work ({@link ConfigurationException}).
   */
  public ShardConfig {
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(migrator, "migrator");
    String setting = "shards[id=" + id + "]";
    if (id < 0) {
      throw ConfigurationException.of(setting + ".id", "is negative; number shards from 0");
    }
    if (username.isBlank()) {
      throw ConfigurationException.of(
          setting + ".username", "is blank; give the PostgreSQL role to log in as");
    }
    ShardUrl.check(setting + ".url", url);
    PoolRules.check(setting + ".pool", pool);
    pool = Collections.unmodifiableMap(new LinkedHashMap<>(pool));
  }

  /** A shard without a migrator's role and without pool properties of its own. */
  public static ShardConfig of(int id, String url, String username, PasswordSource password) {
    return new ShardConfig(id, url, username, password, Optional.empty(), Map.of());
  }

  /** The same shard with a role for installing and moving. */
  public ShardConfig withMigrator(Credentials credentials) {
    return new ShardConfig(id, url, username, password, Optional.of(credentials), pool);
  }

  /** The same shard with these pool properties of its own. */
  public ShardConfig withPool(Map<String, String> properties) {
    return new ShardConfig(id, url, username, password, migrator, properties);
  }

  /** The URL with the values of secret-looking parameters masked; print this one only. */
  public String displayUrl() {
    return ShardUrl.masked(url);
  }

  @Override
  public String toString() {
    return "ShardConfig[id="
        + id
        + ", url="
        + displayUrl()
        + ", username="
        + username
        + ", migrator="
        + migrator.map(Credentials::username)
        + ", pool="
        + pool.keySet()
        + "]";
  }
}
