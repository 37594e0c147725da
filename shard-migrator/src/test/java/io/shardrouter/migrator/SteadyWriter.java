package io.shardrouter.migrator;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.migrator.consistency.Ledger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A service's thread that writes one user's states through a router, on and on, and repeats what
 * failed for a while only. It knows which of its writes were acknowledged.
 */
final class SteadyWriter implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(4);
  private static final int WRITES_PER_READ = 8;

  private final ShardedDataSource router;
  private final String user;
  private final Ledger ledger;
  private final AtomicLong acknowledged = new AtomicLong();
  private final Thread thread = new Thread(this::run, "steady-writer");
  private volatile boolean stopped;
  private volatile SQLException last = new SQLException("none");

  private SteadyWriter(ShardedDataSource router, String user) {
    this.router = router;
    this.user = user;
    this.ledger = new Ledger(List.of(user));
  }

  /** Writes states of {@code user}, who exists, until it is closed. */
  static SteadyWriter start(ShardedDataSource router, String user) {
    SteadyWriter writer = new SteadyWriter(router, user);
    writer.thread.start();
    return writer;
  }

  /** How many writes were acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** The latest failure that was repeated, for who waits in vain. */
  SQLException lastFailure() {
    return last;
  }

  private void run() {
    while (!stopped) {
      try {
        write(ledger.nextNumber());
        if (acknowledged.incrementAndGet() % WRITES_PER_READ == 0) {
          read();
        }
      } catch (SQLException e) {
        last = e;
        if (!isTransient(e)) {
          ledger.contradict("a write of " + user + " failed: " + e.getSQLState() + " " + e);
          return;
        }
      }
      LockSupport.parkNanos(PACE.toNanos());
    }
  }

  /** Run again, or the shard is away for a while. */
  private static boolean isTransient(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("08")
        || state.startsWith("57P0")
        || Set.of("40001", "40P01", "55P03").contains(state);
  }

  /** By turns as a statement of its own, and in a transaction that reads what it changes. */
  private void write(long number) throws SQLException {
    boolean alone = number % 2 == 0;
    ledger.sending(user, number);
    try (Connection connection = router.getConnection(ShardKey.of("user", user))) {
      connection.setAutoCommit(alone);
      try {
        if (!alone) {
          deposit(connection);
        }
        insert(connection, number);
      } catch (SQLException e) {
        if (!alone) {
          rollBack(connection, number, e);
        }
        throw e;
      }
      if (!alone) {
        connection.commit();
      }
    }
    ledger.committed(user, number);
  }

  private void rollBack(Connection connection, long number, SQLException failure) {
    try {
      connection.rollback();
      ledger.rolledBack(user, number);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private void insert(Connection connection, long number) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into consciousness_states (user_id, state) values (?, ?)")) {
      insert.setString(1, user);
      insert.setString(2, "w" + number);
      insert.executeUpdate();
    }
  }

  private void deposit(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update users set balance = balance + 1 where id = ?")) {
      update.setString(1, user);
      if (update.executeUpdate() != 1) {
        ledger.contradict("a transaction did not find " + user);
      }
    }
  }

  private void read() throws SQLException {
    List<Long> must = ledger.mustBeSeen(user);
    try (Connection connection = router.getConnection(ShardKey.of("user", user))) {
      Set<Long> seen = new HashSet<>(written(connection));
      ledger.saw("a read", user, seen, must);
    }
  }

  private List<Long> written(Connection connection) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select substr(state, 2)::bigint from consciousness_states"
                + " where user_id = ? and state like 'w%'")) {
      select.setString(1, user);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          numbers.add(row.getLong(1));
        }
      }
    }
    return numbers;
  }

  /**
   * Stops writing, and compares what it knows with the rows on the shard of {@code holder}.
   *
   * @return what is wrong; nothing, where all that was acknowledged is there exactly once
   */
  List<String> contradictions(Connection holder) throws SQLException {
    close();
    List<Long> found = written(holder);
    ledger.requireExactly(user, found);
    if (new HashSet<>(found).size() != found.size()) {
      ledger.contradict("a write of " + user + " is there twice");
    }
    return List.copyOf(ledger.contradictions());
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
