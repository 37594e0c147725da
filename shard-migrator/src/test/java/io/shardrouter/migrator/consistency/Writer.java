package io.shardrouter.migrator.consistency;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * A service's thread: per-user transactions over changing routers, each of which is noted in the
 * ledger. What the library may answer beside success is that the transaction must be run again.
 */
final class Writer implements Runnable {
  private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01", "55P03", "25P02", "08001");

  /** Proves in autocommit that the shard holds the key. */
  private static final String PROVEN =
      "select n, sum(amount) from entries e join pockets p on p.user_id = e.user_id"
          + " where e.user_id = ? group by n";

  /** Has a guard in autocommit too, because of its subquery. */
  private static final String GUARDED =
      "select n, (select sum(amount) from pockets where user_id = ?) from entries"
          + " where user_id = ?";

  /** How a transaction is run. */
  enum Manner {
    AUTOCOMMIT,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE,
    SAVEPOINTS
  }

  private final List<ShardedDataSource> routers;
  private final List<String> users;
  private final Ledger ledger;
  private final BooleanSupplier goesOn;
  private final LongAdder repeated;
  private final Random random;

  Writer(
      List<ShardedDataSource> routers,
      List<String> users,
      Ledger ledger,
      BooleanSupplier goesOn,
      LongAdder repeated,
      long seed) {
    this.routers = routers;
    this.users = users;
    this.ledger = ledger;
    this.goesOn = goesOn;
    this.repeated = repeated;
    this.random = new Random(seed);
  }

  @Override
  public void run() {
    while (goesOn.getAsBoolean()) {
      String user = users.get(random.nextInt(users.size()));
      Manner manner = Manner.values()[random.nextInt(Manner.values().length)];
      try {
        if (random.nextInt(3) == 0) {
          read(user, manner);
        } else {
          write(user, manner);
          read(user, Manner.AUTOCOMMIT);
        }
      } catch (SQLException e) {
        if (RUN_AGAIN.contains(e.getSQLState())) {
          repeated.increment();
        } else {
          ledger.contradict(manner + " of " + user + " failed: " + e.getSQLState() + " " + e);
        }
      }
    }
  }

  private Connection connect(String user, Manner manner) throws SQLException {
    ShardedDataSource router = routers.get(random.nextInt(routers.size()));
    Connection connection = router.getConnection(ShardKey.of("user", user));
    switch (manner) {
      case AUTOCOMMIT -> {}
      case READ_COMMITTED, SAVEPOINTS -> connection.setAutoCommit(false);
      case REPEATABLE_READ -> {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
      }
      case SERIALIZABLE -> {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setAutoCommit(false);
      }
    }
    return connection;
  }

  private void write(String user, Manner manner) throws SQLException {
    long number = ledger.nextNumber();
    try (Connection connection = connect(user, manner)) {
      ledger.sending(user, number);
      try {
        switch (manner) {
          case AUTOCOMMIT -> append(connection, user, number);
          case READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE -> {
            transfer(connection, user);
            append(connection, user, number);
          }
          case SAVEPOINTS -> withSavepoints(connection, user, number);
        }
      } catch (SQLException e) {
        if (manner != Manner.AUTOCOMMIT) {
          connection.rollback();
        }
        ledger.rolledBack(user, number);
        throw e;
      }
      if (manner != Manner.AUTOCOMMIT) {
        commit(connection, user, number);
      }
      ledger.committed(user, number);
    }
  }

  private void commit(Connection connection, String user, long number) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (e.getSQLState().startsWith("40")) {
        ledger.rolledBack(user, number);
      }
      throw e;
    }
  }

  private void withSavepoints(Connection connection, String user, long number) throws SQLException {
    Savepoint first = connection.setSavepoint();
    append(connection, user, -number);
    connection.rollback(first);
    append(connection, user, number);
    Savepoint second = connection.setSavepoint();
    transfer(connection, user);
    connection.releaseSavepoint(second);
  }

  private static void append(Connection connection, String user, long number) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into entries (user_id, n) values (?, ?)")) {
      insert.setString(1, user);
      insert.setLong(2, number);
      insert.executeUpdate();
    }
  }

  private void transfer(Connection connection, String user) throws SQLException {
    int amount = random.nextInt(10);
    try (PreparedStatement update =
        connection.prepareStatement(
            "update pockets set amount = amount + ? where user_id = ? and pocket = ?")) {
      for (int pocket = 0; pocket < 2; pocket++) {
        update.setInt(1, pocket == 0 ? -amount : amount);
        update.setString(2, user);
        update.setInt(3, pocket);
        if (update.executeUpdate() != 1) {
          ledger.contradict("a transfer of " + user + " did not find pocket " + pocket);
        }
      }
    }
  }

  /** All that was acknowledged before is there, and the two pockets hold what they always held. */
  private void read(String user, Manner manner) throws SQLException {
    List<Long> must = ledger.mustBeSeen(user);
    boolean proven = random.nextBoolean();
    try (Connection connection = connect(user, manner);
        PreparedStatement select = connection.prepareStatement(proven ? PROVEN : GUARDED)) {
      select.setString(1, user);
      if (!proven) {
        select.setString(2, user);
      }
      Set<Long> seen = new HashSet<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          seen.add(row.getLong(1));
          if (row.getLong(2) != ConsistencyTest.WORTH) {
            ledger.contradict("the pockets of " + user + " hold " + row.getLong(2));
          }
        }
      }
      ledger.saw("a read", user, seen, must);
      if (manner != Manner.AUTOCOMMIT) {
        connection.commit();
      }
    }
  }
}
