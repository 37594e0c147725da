package io.shardrouter.internal.exec;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a session's caller does through JDBC besides running statements: ending transactions, and
 * settings. All of it is kept, because the next shard must have it too. Not thread-safe.
 */
public final class SessionTransactions {
  private final SessionPlace place;
  private final SessionKey key;
  private final SessionSettings settings;

  SessionTransactions(SessionPlace place, SessionKey key, SessionSettings settings) {
    this.place = place;
    this.key = key;
    this.settings = settings;
  }

  /** As {@link Connection#setAutoCommit}: ends an open transaction by a commit. */
  public void autoCommit(boolean value) throws SQLException {
    place.requireOpen();
    if (value == settings.autoCommit()) {
      return;
    }
    if (place.isAttached()) {
      place.attached().forgetGuard();
      place.attached().physical().setAutoCommit(value);
    }
    settings.autoCommit(value);
    if (value) {
      key.transactionEnded();
    }
  }

  /** As {@link Connection#commit()}. */
  public void commit() throws SQLException {
    requireTransactions("commit");
    if (place.isAttached()) {
      place.attached().forgetGuard();
      place.attached().physical().commit();
    }
    key.transactionEnded();
    place.release();
  }

  /** As {@link Connection#rollback()}. */
  public void rollback() throws SQLException {
    requireTransactions("roll back");
    if (place.isAttached()) {
      place.attached().forgetGuard();
      place.attached().physical().rollback();
    }
    key.transactionEnded();
    place.release();
  }

  private void requireTransactions(String what) throws SQLException {
    place.requireOpen();
    if (settings.autoCommit()) {
      throw new SQLException("cannot " + what + " while autocommit is on", "25P01");
    }
  }

  /** Forgets the guards that may have gone with a savepoint; the next statement takes them. */
  public void forgetGuard() {
    if (place.isAttached()) {
      place.attached().forgetGuard();
    }
  }

  /** As {@link Connection#setReadOnly}. */
  public void readOnly(boolean value) throws SQLException {
    place.requireOpen();
    if (place.isAttached()) {
      place.attached().physical().setReadOnly(value);
    }
    settings.readOnly(value);
  }

  /** As {@link Connection#setTransactionIsolation}. */
  public void isolation(int level) throws SQLException {
    place.requireOpen();
    if (place.isAttached()) {
      place.attached().physical().setTransactionIsolation(level);
    }
    settings.isolation(level);
  }

  /** Makes a setting now, and again wherever the session goes. */
  public void set(String name, SessionSettings.Setting setting) throws SQLException {
    place.requireOpen();
    if (place.isAttached()) {
      place.attached().set(name, setting);
    }
    settings.keep(name, setting);
  }
}
