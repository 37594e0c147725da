package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.GuardedTransaction;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;
import org.postgresql.util.PGobject;

/**
 * The driver's interface for as long as its guarded transaction lasts. What reaches no row, such as
 * notifications, works up to the end of the attachment.
 */
@NullUnmarked // The driver's interface is.
@SuppressWarnings("deprecation") // Deprecated methods of the driver are forwarded too.
final class KeyedPgConnection implements PGConnection {
  private final GuardedTransaction transaction;

  KeyedPgConnection(GuardedTransaction transaction) {
    this.transaction = transaction;
  }

  /** A use of the driver that may be refused. */
  @FunctionalInterface
  private interface Use<R> {
    R use() throws SQLException;
  }

  /** For methods of the driver that declare no exception. */
  private static <R> R unchecked(Use<R> use) {
    try {
      return use.use();
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private BaseConnection between() {
    return unchecked(transaction::driverBetween);
  }

  private BaseConnection keeping() {
    return unchecked(transaction::driverThatKeeps);
  }

  private static RefusedException refused(String why) {
    return new RefusedException(SqlState.REFUSED, why);
  }

  // --- under the guard --------------------------------------------------------------------------

  @Override
  public CopyManager getCopyAPI() throws SQLException {
    return new KeyedCopyManager(transaction);
  }

  @Override
  public LargeObjectManager getLargeObjectAPI() throws SQLException {
    return new KeyedLargeObjectManager(transaction);
  }

  @Override
  public Fastpath getFastpathAPI() throws SQLException {
    return new KeyedFastpath(transaction);
  }

  @Override
  public Array createArrayOf(String typeName, Object elements) throws SQLException {
    return transaction.driver().createArrayOf(typeName, elements);
  }

  @Override
  public void alterUserPassword(String user, char[] newPassword, String encryptionType)
      throws SQLException {
    transaction.driver().alterUserPassword(user, newPassword, encryptionType);
  }

  // --- settings, which stay with the session ----------------------------------------------------

  @Override
  public void addDataType(String type, String className) {
    keeping().addDataType(type, className);
  }

  @Override
  public void addDataType(String type, Class<? extends PGobject> klass) throws SQLException {
    keeping().addDataType(type, klass);
  }

  @Override
  public void setPrepareThreshold(int threshold) {
    if (threshold < 0) {
      unchecked(
          () -> {
            throw refused("a prepareThreshold below 0 parts statements from their guard");
          });
    }
    keeping().setPrepareThreshold(threshold);
  }

  @Override
  public void setDefaultFetchSize(int fetchSize) throws SQLException {
    transaction.driverThatKeeps().setDefaultFetchSize(fetchSize);
  }

  @Override
  public void setAdaptiveFetch(boolean adaptiveFetch) {
    keeping().setAdaptiveFetch(adaptiveFetch);
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    transaction.driverThatKeeps().setQueryTimeout(seconds);
  }

  // --- refused ----------------------------------------------------------------------------------

  @Override
  public void setAutosave(AutoSave autoSave) {
    if (autoSave != AutoSave.NEVER) {
      unchecked(
          () -> {
            throw refused("autosave stays never: its savepoints would release the guard");
          });
    }
  }

  @Override
  public PGReplicationConnection getReplicationAPI() {
    return unchecked(
        () -> {
          throw refused(
              "replication belongs to a server and to no key: use shardDataSource("
                  + transaction.shard()
                  + ")");
        });
  }

  // --- what reaches no row ----------------------------------------------------------------------

  @Override
  public PGNotification[] getNotifications() throws SQLException {
    return transaction.driverBetween().getNotifications();
  }

  @Override
  public PGNotification[] getNotifications(int timeoutMillis) throws SQLException {
    return transaction.driverBetween().getNotifications(timeoutMillis);
  }

  @Override
  public int getPrepareThreshold() {
    return between().getPrepareThreshold();
  }

  @Override
  public int getDefaultFetchSize() {
    return between().getDefaultFetchSize();
  }

  @Override
  public int getQueryTimeout() {
    return between().getQueryTimeout();
  }

  @Override
  public int getBackendPID() {
    return between().getBackendPID();
  }

  @Override
  public void cancelQuery() throws SQLException {
    transaction.driverBetween().cancelQuery();
  }

  @Override
  public String escapeIdentifier(String identifier) throws SQLException {
    return transaction.driverBetween().escapeIdentifier(identifier);
  }

  @Override
  public String escapeLiteral(String literal) throws SQLException {
    return transaction.driverBetween().escapeLiteral(literal);
  }

  @Override
  public PreferQueryMode getPreferQueryMode() {
    return between().getPreferQueryMode();
  }

  @Override
  public AutoSave getAutosave() {
    return between().getAutosave();
  }

  @Override
  public Map<String, String> getParameterStatuses() {
    return between().getParameterStatuses();
  }

  @Override
  public String getParameterStatus(String parameterName) {
    return between().getParameterStatus(parameterName);
  }

  @Override
  public boolean getAdaptiveFetch() {
    return between().getAdaptiveFetch();
  }
}
