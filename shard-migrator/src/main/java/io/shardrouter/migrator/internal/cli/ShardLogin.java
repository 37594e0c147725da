package io.shardrouter.migrator.internal.cli;

import io.shardrouter.Credentials;
import io.shardrouter.ShardConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Plain connections to one shard, apart from any pool. */
final class ShardLogin {
  private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(10);

  private ShardLogin() {}

  /** Logs in as the application's role. */
  static Connection asApplication(ShardConfig shard) throws SQLException {
    return connect(shard, new Credentials(shard.username(), shard.password()));
  }

  /** Logs in as the role that installs and moves: the migrator's where there is one. */
  static Connection asMigrator(ShardConfig shard) throws SQLException {
    return connect(
        shard,
        shard.migrator().orElseGet(() -> new Credentials(shard.username(), shard.password())));
  }

  private static Connection connect(ShardConfig shard, Credentials role) throws SQLException {
    Properties properties = new Properties();
    // What the URL says stands over these.
    properties.setProperty("loginTimeout", String.valueOf(LOGIN_TIMEOUT.toSeconds()));
    properties.setProperty("ApplicationName", "shardctl");
    properties.setProperty("user", role.username());
    properties.setProperty("password", role.password().password());
    return DriverManager.getConnection(shard.url(), properties);
  }
}
