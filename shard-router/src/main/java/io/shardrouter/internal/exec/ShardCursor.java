package io.shardrouter.internal.exec;

import com.google.common.util.concurrent.Uninterruptibles;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardOutcome;
import io.shardrouter.ShardOutcome.Status;
import io.shardrouter.SqlState;
import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's part of a scatter: a pooled connection, the rows that it gives block by block, and
 * how it ends. One thread at a time may use it; {@link #cancel}, {@link #abandon} and {@link
 * #awaitReleased} are for any thread.
 *
 * <p>Statements go to the driver's connection, past the pool's, which throws connections away on
 * some SQLSTATEs that leave them sound.
 */
final class ShardCursor {
  private static final Logger LOG = LoggerFactory.getLogger("io.shardrouter");

  /** Where {@link #advance} came. */
  enum Position {
    ON_ROW,
    /** The next row is on the shard yet, if there is one. */
    BLOCK_END,
    END
  }

  /** Something that waits for the shard. */
  @FunctionalInterface
  interface Step {
    void run() throws SQLException;
  }

  private final Shard shard;
  private final Reading reading;
  private final Connection pooled;
  private final BaseConnection driver;
  private final CountDownLatch released = new CountDownLatch(1);

  /** Held while a cancel request travels, so that it cannot hit what the connection does next. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean running;
  private volatile boolean ending;
  private volatile @Nullable SQLException failure;
  private volatile boolean started;
  private volatile boolean exhausted;

  private Traffic traffic = Traffic.NONE;
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet rows;
  private boolean onUngivenRow;
  private long count;

  /** Takes a connection of {@code shard}; nothing is sent over it. */
  static ShardCursor of(Shard shard, Reading reading) throws SQLException {
    Connection pooled = shard.acquire();
    try {
      pooled.setAutoCommit(false);
      BaseConnection driver = pooled.unwrap(BaseConnection.class);
      if (!driver.getStandardConformingStrings()) {
        reading.requireOneStatement(false);
      }
      return new ShardCursor(shard, reading, pooled, driver);
    } catch (SQLException | RuntimeException e) {
      pooled.close();
      throw e;
    }
  }

  private ShardCursor(Shard shard, Reading reading, Connection pooled, BaseConnection driver) {
    this.shard = shard;
    this.reading = reading;
    this.pooled = pooled;
    this.driver = driver;
  }

  int shard() {
    return shard.id();
  }

  // --- what waits for the shard -----------------------------------------------------------------

  /** Runs {@code step} unless this has ended or ends meanwhile; a failure is kept. */
  void run(Step step) {
    if (!begin()) {
      return;
    }
    try {
      step.run();
    } catch (SQLException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new SQLException("shard " + shard() + ": " + e, SqlState.SCATTER_FAILED.code(), e));
    } finally {
      turn.lock();
      try {
        running = false;
        if (ending) {
          release();
        }
      } finally {
        turn.unlock();
      }
    }
  }

  private boolean begin() {
    turn.lock();
    try {
      running = !ending;
      return running;
    } finally {
      turn.unlock();
    }
  }

  private void fail(SQLException e) {
    boolean answersOurCancel = ending && "57014".equals(e.getSQLState());
    if (!answersOurCancel) {
      failure = e;
    }
  }

  /** Asks the shard, in a new snapshot, and waits for its traffic and the first block. */
  void read() throws SQLException {
    started = true;
    forgetLastReading();
    PreparedStatement prepared = driver.prepareStatement(reading.text());
    statement = prepared;
    prepared.setFetchSize(reading.fetchSize());
    // A block that grew by itself would not end where advance() looks for its end.
    prepared.unwrap(PGStatement.class).setAdaptiveFetch(false);
    reading.bindTo(prepared);
    prepared.execute();
    if (reading.guarded() && prepared.getMoreResults()) {
      traffic = Traffic.read(prepared.getResultSet());
    }
    if (!prepared.getMoreResults()) {
      throw new RefusedException(
          SqlState.REFUSED, "a scatter takes a statement that reads; this one gives no rows");
    }
    rows = prepared.getResultSet();
    fetch();
  }

  private void forgetLastReading() throws SQLException {
    if (statement != null) {
      statement.close();
      driver.rollback();
    }
    traffic = Traffic.NONE;
    exhausted = false;
  }

  /** Waits for the next block. */
  void fetch() throws SQLException {
    onUngivenRow = row().next();
    exhausted = !onUngivenRow;
  }

  // --- what is here already ---------------------------------------------------------------------

  Traffic traffic() {
    return traffic;
  }

  /** Goes to the next row of the block; never waits. */
  Position advance() throws SQLException {
    if (exhausted) {
      return Position.END;
    }
    if (onUngivenRow) {
      onUngivenRow = false;
      return given();
    }
    // The driver asks the shard exactly where a full block ends.
    if (count % reading.fetchSize() == 0) {
      return Position.BLOCK_END;
    }
    if (row().next()) {
      return given();
    }
    exhausted = true;
    return Position.END;
  }

  private Position given() {
    count++;
    return Position.ON_ROW;
  }

  /** The driver's result set, on the current row. */
  ResultSet row() {
    if (rows == null) {
      throw new IllegalStateException("shard " + shard() + " was not read");
    }
    return rows;
  }

  // --- the end ----------------------------------------------------------------------------------

  @Nullable SQLException failure() {
    return failure;
  }

  ShardOutcome outcome() {
    SQLException failed = failure;
    Status status =
        failed != null
            ? Status.FAILED
            : exhausted ? Status.SUCCEEDED : started ? Status.CANCELLED : Status.NOT_STARTED;
    return new ShardOutcome(shard(), status, count, failed);
  }

  /**
   * Cancels what runs, and whoever runs it gives the connection back; what does not run yet never
   * will. A connection at rest is left to its reader, who calls {@link #end}. A cancel request that
   * finds the server between two statements is lost, so this is to be called again as long as
   * {@link #isRunning}. May wait for the shard.
   */
  void cancel() {
    ending = true;
    turn.lock();
    try {
      if (running) {
        driver.cancelQuery();
      }
    } catch (SQLException e) {
      LOG.debug("shard {} did not take a cancel request: {}", shard(), e.getMessage());
    } finally {
      turn.unlock();
    }
  }

  boolean isRunning() {
    return running;
  }

  /** As {@link #cancel}, and gives back a connection at rest. For the reader's thread. */
  void end() {
    cancel();
    turn.lock();
    try {
      if (!running) {
        release();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Breaks the connection of a shard that does not even answer a cancel request. */
  void abandon(Executor executor) {
    try {
      driver.abort(executor);
    } catch (SQLException e) {
      LOG.debug("the connection to shard {} could not be broken", shard(), e);
    }
  }

  /**
   * Whether the connection is back in its pool within {@code limit}; an interrupt does not count.
   */
  boolean awaitReleased(Duration limit) {
    return Uninterruptibles.awaitUninterruptibly(released, limit);
  }

  private void release() {
    if (released.getCount() == 0) {
      return;
    }
    try {
      if (statement != null) {
        statement.close();
      }
      driver.rollback();
      pooled.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("a connection of shard {} is discarded after a scatter", shard(), e);
      shard.discard(pooled);
    } finally {
      released.countDown();
    }
  }
}
