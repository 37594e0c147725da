package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of a keyed statement; changes through it are guarded like any other. */
final class KeyedResultSet extends ForwardingResultSet {
  private final PlacedStatement statement;
  private final ResultSet physical;
  private final @Nullable RoutedKey key;

  /**
   * @param key the key that the rows belong to; null where nothing has run
   */
  KeyedResultSet(PlacedStatement statement, ResultSet physical, @Nullable RoutedKey key) {
    this.statement = statement;
    this.physical = physical;
    this.key = key;
  }

  @Override
  ResultSet delegate() {
    return physical;
  }

  /**
   * A refcursor's rows belong to the same statement. They need no guard of their own: what releases
   * the guard of the transaction that opened the cursor also ends the cursor.
   */
  @Override
  @Nullable Object object(@Nullable Object value) throws SQLException {
    return value instanceof ResultSet opened ? statement.keyed(opened, key) : value;
  }

  /** One change of, or fresh look at, the current row. */
  @FunctionalInterface
  private interface RowChange {
    void apply() throws SQLException;
  }

  private void guarded(RowChange change) throws SQLException {
    statement
        .session()
        .executeHere(
            key,
            lead -> {
              change.apply();
              return true;
            });
  }

  @Override
  public void insertRow() throws SQLException {
    boolean checks = statement.session().checksRows();
    guarded(
        () -> {
          physical.insertRow();
          if (checks) {
            requireKey(Optional.ofNullable(key));
          }
        });
  }

  @Override
  public void updateRow() throws SQLException {
    boolean checks = statement.session().checksRows();
    guarded(
        () -> {
          Optional<RoutedKey> before = checks ? keyOfRow() : Optional.empty();
          physical.updateRow();
          if (checks) {
            requireKey(before);
          }
        });
  }

  private Optional<RoutedKey> keyOfRow() throws SQLException {
    return new KeyOfRow(statement.session().router()).of(physical);
  }

  /** Only the driver knows what a row becomes, so it is looked at before it is committed. */
  private void requireKey(Optional<RoutedKey> wanted) throws SQLException {
    if (!keyOfRow().equals(wanted)) {
      statement.session().byText().readingFailed();
      throw new RefusedException(
          SqlState.REFUSED,
          "a row that is changed or inserted through a result set must be of its statement's key,"
              + " and have it among its columns: use UPDATE and INSERT");
    }
  }

  @Override
  public void deleteRow() throws SQLException {
    guarded(physical::deleteRow);
  }

  @Override
  public void refreshRow() throws SQLException {
    guarded(physical::refreshRow);
  }

  @Override
  public Statement getStatement() throws SQLException {
    return statement;
  }

  @Override
  public void close() throws SQLException {
    physical.close();
    statement.resultSetClosed();
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    if (statement.session().router().isGuarded()) {
      throw new SQLException(
          "the driver's result set would go around the guard; not a wrapper for "
              + iface.getName());
    }
    return physical.unwrap(iface);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) throws SQLException {
    return iface.isInstance(this)
        || (!statement.session().router().isGuarded() && physical.isWrapperFor(iface));
  }
}
