package io.shardrouter;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One shard.
 *
 * @param id a small number, unique and for ever
 * @param url a {@code jdbc:postgresql:} URL, passed to the driver verbatim with all its settings
 * @param username the application's role
 * @param password its password
 * @param migrator the role that installs and moves; empty where the application's may do so
 * @param pool HikariCP properties that stand over the common ones
 */
public record ShardConfig(
    int id,
    String url,
    String username,
    PasswordSource password,
    Optional<Credentials> migrator,
    Map<String, String> pool) {
  private static final Pattern SECRET =
      Pattern.compile("(?i)([?&](?:\\w*password|\\w*secret|\\w*token)=)[^&]*");

  public ShardConfig {
    pool = Map.copyOf(pool);
  }

  /** A shard without a migrator role or pool settings of its own. */
  public static ShardConfig of(int id, String url, String username, String password) {
    return new ShardConfig(
        id, url, username, PasswordSource.of(password), Optional.empty(), Map.of());
  }

  /** {@link #url} with whatever may be secret in it masked. */
  public String displayUrl() {
    return SECRET.matcher(url).replaceAll("$1***");
  }

  @Override
  public String toString() {
    return "ShardConfig[id=" + id + ", url=" + displayUrl() + ", username=" + username + "]";
  }
}
