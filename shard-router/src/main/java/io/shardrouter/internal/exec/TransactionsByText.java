package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Transaction control that a caller writes as SQL in a session whose statements are routed by their
 * texts: done as the calls of JDBC do it, on every shard of the transaction. Not thread-safe.
 */
final class TransactionsByText {
  private static final Pattern BEGIN =
      Pattern.compile("(?:BEGIN|START)(?:\\s+(?:WORK|TRANSACTION))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMIT =
      Pattern.compile("(?:COMMIT|END)(?:\\s+(?:WORK|TRANSACTION))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern ROLLBACK =
      Pattern.compile("(?:ROLLBACK|ABORT)(?:\\s+(?:WORK|TRANSACTION))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern SAVEPOINT =
      Pattern.compile(
          "(SAVEPOINT|ROLLBACK\\s+(?:(?:WORK|TRANSACTION)\\s+)?TO|RELEASE)(?:\\s+SAVEPOINT)?\\s+(\\w+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern AROUND =
      Pattern.compile("^(?:\\s|--[^\\n]*(?:\\n|$)|/\\*[^*]*\\*+(?:[^/*][^*]*\\*+)*/)+|[\\s;]+$");

  private final SessionTransactions transactions;
  private final SessionSettings settings;
  private final Map<String, Savepoint> savepoints = new LinkedHashMap<>();
  private boolean begun;

  TransactionsByText(SessionTransactions transactions, SessionSettings settings) {
    this.transactions = transactions;
    this.settings = settings;
  }

  /** Whether a text has begun the open transaction, while autocommit is on for the caller. */
  boolean isBegun() {
    return begun;
  }

  /**
   * Does what {@code sql} says; as in PostgreSQL, what has nothing to do does nothing.
   *
   * @throws RefusedException {@code SR004} where it asks for more than to begin and to end
   */
  void run(String sql) throws SQLException {
    String text = AROUND.matcher(sql).replaceAll("");
    Matcher savepoint = SAVEPOINT.matcher(text);
    if (BEGIN.matcher(text).matches()) {
      begin();
    } else if (COMMIT.matcher(text).matches()) {
      end(true);
    } else if (ROLLBACK.matcher(text).matches()) {
      end(false);
    } else if (savepoint.matches()) {
      savepoint(savepoint.group(1).toUpperCase(Locale.ROOT), name(savepoint.group(2)));
    } else {
      throw new RefusedException(
          SqlState.REFUSED,
          "transaction control beyond BEGIN, COMMIT, ROLLBACK and savepoints is not for several"
              + " shards; use setAutoCommit, setTransactionIsolation and setReadOnly of the"
              + " connection");
    }
  }

  private static String name(String written) {
    return written.toLowerCase(Locale.ROOT);
  }

  private void begin() throws SQLException {
    if (settings.autoCommit()) {
      transactions.autoCommit(false);
      begun = true;
    }
  }

  private void end(boolean commits) throws SQLException {
    savepoints.clear();
    if (settings.autoCommit()) {
      return;
    }
    try {
      if (commits) {
        transactions.commit();
      } else {
        transactions.rollback();
      }
    } finally {
      if (begun) {
        begun = false;
        transactions.autoCommit(true);
      }
    }
  }

  private void savepoint(String command, String name) throws SQLException {
    if (command.equals("SAVEPOINT")) {
      savepoints.put(name, transactions.savepoint(Optional.of(name)));
      return;
    }
    Savepoint savepoint = savepoints.get(name);
    if (savepoint == null) {
      throw new SQLException("savepoint \"" + name + "\" does not exist", "3B001");
    }
    if (command.equals("RELEASE")) {
      savepoints.remove(name);
      transactions.release(savepoint);
    } else {
      transactions.rollback(savepoint);
    }
  }
}
