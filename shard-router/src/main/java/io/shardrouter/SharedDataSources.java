package io.shardrouter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One data source for all connections of the same URL: opened by the first of them, closed when
 * there has been none for a while. Without that while, a caller that opens and closes single
 * connections would open and close all pools each time. Thread-safe.
 */
final class SharedDataSources {
  /** Opens the data source of a URL. */
  @FunctionalInterface
  interface Opener {
    ShardedDataSource open(String url) throws SQLException;
  }

  private final Opener opener;
  private final Executor later;
  private final ConcurrentHashMap<String, Shared> byUrl = new ConcurrentHashMap<>();

  /**
   * @param later runs a task once the idle time is over
   */
  SharedDataSources(Opener opener, Executor later) {
    this.opener = opener;
    this.later = later;
  }

  /** A connection without a key, which keeps the data source of {@code url} open. */
  Connection connect(String url) throws SQLException {
    while (true) {
      Optional<Connection> connection = byUrl.computeIfAbsent(url, Shared::new).connect();
      if (connection.isPresent()) {
        return connection.get();
      }
      // It was closed between the look and the lock, and has left the map.
    }
  }

  /** How many data sources are open. */
  int size() {
    return byUrl.size();
  }

  /** The data source of one URL. */
  private final class Shared {
    private final String url;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ShardedDataSource source;
    private boolean retired;
    private boolean watched;
    private int open;
    private long opened;

    Shared(String url) {
      this.url = url;
    }

    /** A connection, or nothing where this one was closed meanwhile. */
    Optional<Connection> connect() throws SQLException {
      Optional<ShardedDataSource> counted = count();
      if (counted.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(counted.get().getConnection(this::released));
      } catch (SQLException | RuntimeException e) {
        released();
        throw e;
      }
    }

    private Optional<ShardedDataSource> count() throws SQLException {
      lock.lock();
      try {
        if (retired) {
          return Optional.empty();
        }
        ShardedDataSource found = source;
        if (found == null) {
          found = openOrRetire();
          source = found;
        }
        open++;
        opened++;
        return Optional.of(found);
      } finally {
        lock.unlock();
      }
    }

    private ShardedDataSource openOrRetire() throws SQLException {
      try {
        return opener.open(url);
      } catch (SQLException | RuntimeException e) {
        retire();
        throw e;
      }
    }

    private void retire() {
      retired = true;
      byUrl.remove(url, this);
    }

    private void released() {
      lock.lock();
      try {
        open--;
        if (open == 0 && !watched) {
          watch();
        }
      } finally {
        lock.unlock();
      }
    }

    /** One task at a time, however often connections come and go meanwhile. */
    private void watch() {
      watched = true;
      long seen = opened;
      later.execute(() -> closeUnlessUsedSince(seen));
    }

    private void closeUnlessUsedSince(long seen) {
      ShardedDataSource idle;
      lock.lock();
      try {
        watched = false;
        if (open > 0) {
          return;
        }
        if (opened != seen) {
          watch();
          return;
        }
        retire();
        idle = source;
      } finally {
        lock.unlock();
      }
      if (idle != null) {
        idle.close();
      }
    }
  }
}
