package io.shardrouter.internal.exec;

import com.google.common.util.concurrent.Uninterruptibles;
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
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's part of a scatter: a connection, what it answers, and how it ends. One thread at a
 * time may use it; {@link #cancel}, {@link #abandon} and {@link #awaitReleased} are for any thread.
 *
 * <p>Statements go to the driver's connection, past the pool's, which throws connections away on
 * some SQLSTATEs that leave them sound.
 */
final class ShardCursor {
  private static final Logger LOG = LoggerFactory.getLogger("io.shardrouter");

  /** Something that waits for the shard. */
  @FunctionalInterface
  interface Step {
    void run() throws SQLException;
  }

  /** Asks something over a connection. */
  @FunctionalInterface
  interface Question {
    ShardAnswer ask(ReadingConnection connection) throws SQLException;
  }

  private final Shard shard;
  private final Reading reading;
  private final ReadingConnection connection;
  private final CountDownLatch released = new CountDownLatch(1);

  /** Held while a cancel request travels, so that it cannot hit what the connection does next. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean running;
  private volatile boolean ending;
  private volatile boolean hurried;
  private volatile @Nullable SQLException failure;
  private volatile boolean started;
  private volatile @Nullable ShardAnswer answer;

  /** Takes a connection of {@code shard} from {@code source}; nothing is sent over it. */
  static ShardCursor of(Shard shard, ReadingConnection.Source source, Reading reading)
      throws SQLException {
    ReadingConnection connection = source.take(shard);
    try {
      if (!connection.driver().getStandardConformingStrings()) {
        reading.requireOneStatement(false);
      }
      return new ShardCursor(shard, reading, connection);
    } catch (SQLException | RuntimeException e) {
      connection.end();
      throw e;
    }
  }

  private ShardCursor(Shard shard, Reading reading, ReadingConnection connection) {
    this.shard = shard;
    this.reading = reading;
    this.connection = connection;
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
    if (started) {
      closeAnswer();
      connection.renew();
    }
    started = true;
    answer = ShardAnswer.first(connection, reading);
  }

  /** Asks something else, once all rows of the last answer were given. */
  void ask(Question question) throws SQLException {
    closeAnswer();
    started = true;
    answer = question.ask(connection);
  }

  private void closeAnswer() throws SQLException {
    ShardAnswer last = answer;
    if (last != null) {
      answer = null;
      last.close();
    }
  }

  /** What the shard answers. */
  ShardAnswer answer() {
    ShardAnswer given = answer;
    if (given == null) {
      throw new IllegalStateException("shard " + shard() + " was not read");
    }
    return given;
  }

  /** The driver's result set, on the current row. */
  ResultSet row() {
    return answer().rows();
  }

  /** The driver's connection, which is the reader's as long as nothing runs on it. */
  BaseConnection driver() {
    return connection.driver();
  }

  /** Whether its connection may be used for a transaction of another kind. */
  boolean isForAnything() {
    return connection.isForAnything();
  }

  /** Asks about the columns, over a pool's connection that is taken for it. */
  <T> T describe(RowsOfShards.Question<T> question) throws SQLException {
    try (Connection pooled = shard.acquire();
        PreparedStatement statement = pooled.prepareStatement(reading.sql())) {
      reading.parameters().bindTo(statement, 1);
      return question.ask(statement.getMetaData());
    }
  }

  // --- the end ----------------------------------------------------------------------------------

  @Nullable SQLException failure() {
    return failure;
  }

  ShardOutcome outcome() {
    SQLException failed = failure;
    ShardAnswer given = answer;
    boolean exhausted = given != null && given.isExhausted();
    Status status =
        failed != null
            ? Status.FAILED
            : exhausted ? Status.SUCCEEDED : started ? Status.CANCELLED : Status.NOT_STARTED;
    return new ShardOutcome(shard(), status, given == null ? 0 : given.count(), failed);
  }

  /**
   * Cancels what runs, and whoever runs it gives the connection back; what does not run yet never
   * will. A connection at rest is left to its reader, who calls {@link #end}. A cancel request that
   * finds the server between two statements is lost, so this is to be called again as long as
   * {@link #isRunning}. May wait for the shard.
   */
  void cancel() {
    ending = true;
    hurried = true;
    turn.lock();
    try {
      if (running) {
        connection.driver().cancelQuery();
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

  /** Whether {@link #end} waits for what runs, as long as nothing has failed. */
  boolean endsGently() {
    return connection.endsGently() && !hurried;
  }

  /**
   * As {@link #cancel}, unless the connection is to end gently, and gives back a connection at
   * rest. For the reader's thread.
   */
  void end() {
    if (endsGently()) {
      ending = true;
    } else {
      cancel();
    }
    turn.lock();
    try {
      if (!running) {
        release();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Whether {@link #end} has nothing to tell the shard, and so does not wait for it. */
  boolean endsAtOnce() {
    return !running && connection.driver().getTransactionState() == TransactionState.IDLE;
  }

  /** Breaks the connection of a shard that does not even answer a cancel request. */
  void abandon(Executor executor) {
    try {
      connection.driver().abort(executor);
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
      ShardAnswer last = answer;
      if (last != null) {
        last.close();
      }
      connection.end();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("a connection of shard {} is discarded after a scatter", shard(), e);
      connection.discard();
    } finally {
      released.countDown();
    }
  }
}
