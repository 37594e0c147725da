package io.shardrouter.internal.catalog;

import com.zaxxer.hikari.HikariConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.shards.Shards;
import io.shardrouter.internal.sql.Catalog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The catalog that statements are analysed with: read when first asked for, and again when it has
 * changed. Thread-safe; whoever asks while it is being read waits for that.
 */
public final class Catalogs {
  /** How long to try to connect to a shard before the next one is asked. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Shards shards;
  private final ShardRouterConfig config;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Catalog current;

  public Catalogs(Shards shards, ShardRouterConfig config) {
    this.shards = shards;
    this.config = config;
  }

  /**
   * The catalog as it was read last.
   *
   * @throws SQLException the last shard's failure, where none answers
   */
  public Catalog current() throws SQLException {
    Catalog known = current;
    return known == null ? readUnlessNewerThan(null) : known;
  }

  /** Reads the catalog as it is now: to be called behind DDL. */
  public Catalog refresh() throws SQLException {
    reading.lock();
    try {
      Catalog read = read();
      current = read;
      return read;
    } finally {
      reading.unlock();
    }
  }

  /**
   * A catalog that is newer than {@code stale}, by which a statement failed: read now, unless that
   * has been done meanwhile.
   */
  public Catalog refresh(Catalog stale) throws SQLException {
    return readUnlessNewerThan(stale);
  }

  @SuppressWarnings("ReferenceEquality") // It may have been read again and be equal.
  private Catalog readUnlessNewerThan(@Nullable Catalog stale) throws SQLException {
    reading.lock();
    try {
      Catalog known = current;
      return known == null || known == stale ? refresh() : known;
    } finally {
      reading.unlock();
    }
  }

  private Catalog read() throws SQLException {
    SQLException failure = null;
    for (Shard shard : shards.all()) {
      try {
        return read(shard);
      } catch (ShardUnavailableException e) {
        failure = e;
      }
    }
    if (failure == null) {
      throw new IllegalStateException("a router without shards");
    }
    throw failure;
  }

  /** By a connection of its own: the asking thread may hold all that the pools have. */
  private Catalog read(Shard shard) throws SQLException {
    if (!shard.isChecked()) {
      shard.probe();
    }
    try (Connection connection = shard.connect(PATIENCE)) {
      settle(connection, shard.settings());
      return CatalogReader.read(connection, config);
    }
  }

  /** Does what the pool does to its connections and what a search path may depend on. */
  private static void settle(Connection connection, HikariConfig pool) throws SQLException {
    String text = pool.getConnectionInitSql();
    if (text != null) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(text);
      }
    }
    if (pool.getSchema() != null) {
      connection.setSchema(pool.getSchema());
    }
  }
}
