package io.shardrouter.benchmarks.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * One way to the data. What is about one user is the same code for all of them, over connections of
 * their own. Each method gives something made of the answer, the same for all. Thread-safe.
 */
interface Contender extends AutoCloseable {
  /** A connection for statements about {@code id}. */
  Connection connection(String id) throws SQLException;

  /** One user's row by the key. */
  default long select(String id) throws SQLException {
    try (Connection connection = connection(id)) {
      return OneUser.select(connection, id);
    }
  }

  /** One user's row joined with the states. */
  default long join(String id) throws SQLException {
    try (Connection connection = connection(id)) {
      return OneUser.join(connection, id);
    }
  }

  /** One state more. */
  default long insert(String id) throws SQLException {
    try (Connection connection = connection(id)) {
      return OneUser.insert(connection, id);
    }
  }

  /** One user's row changed. */
  default long update(String id) throws SQLException {
    try (Connection connection = connection(id)) {
      return OneUser.update(connection, id);
    }
  }

  /** A select, an update, an insert, and a commit. */
  default long transact(String id) throws SQLException {
    try (Connection connection = connection(id)) {
      return OneUser.transact(connection, id);
    }
  }

  /** The rows of some users. */
  default long some(List<String> ids) throws SQLException {
    throw notDone();
  }

  /** How many users there are. */
  default long count() throws SQLException {
    throw notDone();
  }

  /** Those that joined last. */
  default long latest() throws SQLException {
    throw notDone();
  }

  /** The average balance of each plan's users. */
  default long averages() throws SQLException {
    throw notDone();
  }

  /** All states in order, so many fetched at a time. */
  default long scan(int fetchSize) throws SQLException {
    throw notDone();
  }

  /** One user's row changed for each of {@code ids}; a shard's part is one transaction. */
  default long batch(List<String> ids) throws SQLException {
    throw notDone();
  }

  private UnsupportedOperationException notDone() {
    return new UnsupportedOperationException(getClass().getSimpleName() + " does not do this");
  }

  @Override
  void close() throws SQLException;
}
