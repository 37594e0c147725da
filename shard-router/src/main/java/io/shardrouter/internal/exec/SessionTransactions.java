package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.exec.SessionSettings.Mark;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session's caller does through JDBC besides running statements: ending transactions, and
 * settings. All of it is kept, because the next shard must have it too. Not thread-safe.
 */
public final class SessionTransactions {
  private static final ImmutableSet<Integer> LEVELS =
      ImmutableSet.of(
          Connection.TRANSACTION_READ_UNCOMMITTED,
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_SERIALIZABLE);

  private final SessionPlace place;
  private final SessionKey key;
  private final SessionSettings settings;
  private @Nullable TransactionsByText byText;
  private int savepoints;
  private long transaction;

  SessionTransactions(SessionPlace place, SessionKey key, SessionSettings settings) {
    this.place = place;
    this.key = key;
    this.settings = settings;
  }

  /** Does what transaction control in a text says. */
  public void byText(String sql) throws SQLException {
    if (byText == null) {
      byText = new TransactionsByText(this, settings);
    }
    byText.run(sql);
  }

  /** Whether the caller sees autocommit: a transaction begun by text leaves it on. */
  public boolean isAutoCommit() {
    return settings.autoCommit() || (byText != null && byText.isBegun());
  }

  /** As {@link Connection#setAutoCommit}: ends an open transaction by a commit. */
  public void autoCommit(boolean value) throws SQLException {
    place.requireOpen();
    if (value == settings.autoCommit()) {
      return;
    }
    for (Attachment attachment : inOrderOfCommit()) {
      attachment.forgetGuard();
      attachment.physical().setAutoCommit(value);
    }
    settings.autoCommit(value);
    if (value) {
      ended();
    }
  }

  /**
   * As {@link Connection#commit()}. Where the transaction is open on several shards, it has written
   * on one of them, which comes last: if another one fails, nothing is committed.
   */
  public void commit() throws SQLException {
    requireTransactions("commit");
    try {
      place.requireNotFailed();
      for (Attachment attachment : inOrderOfCommit()) {
        attachment.forgetGuard();
        attachment.physical().commit();
      }
    } catch (SQLException e) {
      rollBackAfter(e);
      throw e;
    }
    ended();
    place.release();
  }

  /** Failed ones first, whose commit is an error; then those that were only read; the writer. */
  private ImmutableList<Attachment> inOrderOfCommit() {
    return ImmutableList.sortedCopyOf(
        Comparator.comparing((Attachment a) -> !a.isFailed())
            .thenComparing(a -> place.writer().filter(writer -> writer == a).isPresent()),
        place.attachments());
  }

  private void rollBackAfter(SQLException failure) {
    for (Attachment attachment : place.attachments()) {
      if (attachment.isOpen()) {
        try {
          attachment.physical().rollback();
        } catch (SQLException e) {
          failure.addSuppressed(e);
        }
      }
    }
    rolledBack(failure);
  }

  /** What was set meanwhile is set no more; connections that were taken with it are left. */
  private void rolledBack(SQLException failure) {
    try {
      rolledBack();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private void rolledBack() throws SQLException {
    boolean set = !settings.mark().equals(Mark.BEGINNING);
    settings.undoTo(Mark.BEGINNING);
    ended();
    if (set) {
      place.leave();
    }
  }

  /** As {@link Connection#rollback()}; goes on to the other shards where one fails. */
  public void rollback() throws SQLException {
    requireTransactions("roll back");
    SQLException failure = null;
    for (Attachment attachment : place.attachments()) {
      attachment.forgetGuard();
      try {
        attachment.physical().rollback();
      } catch (SQLException e) {
        failure = first(failure, e);
      }
    }
    if (failure != null) {
      rolledBack(failure);
      throw failure;
    }
    rolledBack();
    place.release();
  }

  private static SQLException first(@Nullable SQLException failure, SQLException next) {
    if (failure == null) {
      return next;
    }
    failure.addSuppressed(next);
    return failure;
  }

  private void ended() {
    transaction++;
    key.transactionEnded();
    place.transactionEnded();
  }

  private void requireTransactions(String what) throws SQLException {
    place.requireOpen();
    if (settings.autoCommit()) {
      throw new SQLException("cannot " + what + " while autocommit is on", "25P01");
    }
  }

  // --- savepoints -------------------------------------------------------------------------------

  /** As {@link Connection#setSavepoint()}; the guard of a session's key was taken ahead. */
  public Savepoint savepoint(Optional<String> name) throws SQLException {
    place.requireOpen();
    if (settings.autoCommit()) {
      throw new SQLException("Cannot establish a savepoint in auto-commit mode.", "25P01");
    }
    SessionSavepoint savepoint =
        new SessionSavepoint(savepoints++, name, transaction, settings.mark());
    for (Attachment attachment : place.attachments()) {
      if (attachment.isOpen()) {
        savepoint.setOn(attachment);
      }
    }
    return savepoint;
  }

  /** As {@link Connection#rollback(Savepoint)}; the next statements take their guards anew. */
  public void rollback(Savepoint savepoint) throws SQLException {
    place.requireOpen();
    SessionSavepoint own = own(savepoint);
    place.rolledBackToSavepoint();
    boolean set = !settings.mark().equals(Mark.BEGINNING);
    settings.undoTo(own.mark());
    for (Attachment attachment : place.attachments()) {
      attachment.forgetGuard();
      if (attachment.isOpen()) {
        own.rollBack(attachment);
      }
      if (set && !own.isSetOn(attachment)) {
        // It was taken with settings of the transaction, which it has lost, or which are undone.
        place.leave(attachment);
      }
    }
  }

  /** As {@link Connection#releaseSavepoint}. */
  public void release(Savepoint savepoint) throws SQLException {
    place.requireOpen();
    own(savepoint).release();
  }

  private SessionSavepoint own(Savepoint savepoint) throws SQLException {
    if (savepoint instanceof SessionSavepoint own) {
      own.requireOf(transaction, place.hasOpenTransaction());
      return own;
    }
    throw new SQLException("this savepoint is of another connection", "3B001");
  }

  // --- settings ---------------------------------------------------------------------------------

  /** As {@link Connection#setReadOnly}. */
  public void readOnly(boolean value) throws SQLException {
    place.requireOpen();
    for (Attachment attachment : place.attachments()) {
      attachment.physical().setReadOnly(value);
    }
    settings.readOnly(value);
  }

  /** As {@link Connection#setTransactionIsolation}. */
  public void isolation(int level) throws SQLException {
    place.requireOpen();
    if (!LEVELS.contains(level)) {
      // The driver tells what it takes.
      place.driver().setTransactionIsolation(level);
    }
    for (Attachment attachment : place.attachments()) {
      attachment.physical().setTransactionIsolation(level);
    }
    settings.isolation(level);
  }

  /** As {@link #set}, for a setting that no pool undoes. */
  void setByText(String name, SessionSettings.Setting setting) throws SQLException {
    for (Attachment attachment : place.attachments()) {
      attachment.markStateful();
      attachment.set(name, setting);
    }
    settings.keepByText(name, setting);
  }

  /** As {@link #set}, up to the end of the transaction. */
  void setForTransaction(SessionSettings.Setting setting) throws SQLException {
    for (Attachment attachment : place.attachments()) {
      setting.applyTo(attachment.physical());
    }
    settings.keepForTransaction(setting);
  }

  /** As {@link Connection#setSchema}. */
  public void schema(@Nullable String name) throws SQLException {
    set(SessionSettings.SCHEMA, physical -> physical.setSchema(name));
    settings.schema(name);
  }

  /** Makes a setting now, and again wherever the session goes. */
  public void set(String name, SessionSettings.Setting setting) throws SQLException {
    place.requireOpen();
    for (Attachment attachment : place.attachments()) {
      attachment.set(name, setting);
    }
    settings.keep(name, setting);
  }
}
