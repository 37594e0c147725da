package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardMovedException;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.GuardAnswer;
import io.shardrouter.internal.guard.GuardText;
import io.shardrouter.internal.guard.GuardWait;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind one logical connection: the key, and the attachment to the shard that holds
 * it. A guard that refuses is followed to the key's new shard as long as the caller cannot notice.
 * Not thread-safe, as a connection is not.
 */
public final class KeyedSession implements AutoCloseable {
  private final Router router;
  private final SessionKey key;
  private final Runnable whenClosed;
  private final SessionSettings settings = new SessionSettings();
  private @Nullable Attachment attachment;
  private boolean displaced;
  private boolean closed;

  /** A session for {@code key} until it is closed, attached to the shard that holds it. */
  public static KeyedSession forCheckout(Router router, RoutedKey key) throws SQLException {
    KeyedSession session = new KeyedSession(router, SessionKey.Tenure.CHECKOUT, () -> {});
    session.key.choose(key);
    session.attachTo(router.holder(key));
    return session;
  }

  /** A session without a key, which takes the one of the moment for each transaction. */
  public static KeyedSession forTransactions(Router router) {
    return forTransactions(router, () -> {});
  }

  /** As {@link #forTransactions(Router)}; {@code whenClosed} runs once, when the session ends. */
  public static KeyedSession forTransactions(Router router, Runnable whenClosed) {
    return new KeyedSession(router, SessionKey.Tenure.TRANSACTION, whenClosed);
  }

  private KeyedSession(Router router, SessionKey.Tenure tenure, Runnable whenClosed) {
    this.router = router;
    this.key = new SessionKey(router, tenure);
    this.whenClosed = whenClosed;
  }

  public Router router() {
    return router;
  }

  public SessionSettings settings() {
    return settings;
  }

  // --- keys -------------------------------------------------------------------------------------

  /**
   * Chooses the key of what follows: up to the next choice, or to the end of the next transaction
   * where the session was opened without a key. Leaves the shard of another key behind, with
   * whatever the caller's statements left in its session.
   *
   * @throws RefusedException {@code SR003} inside a transaction
   */
  public void choose(RoutedKey next) throws SQLException {
    requireOpen();
    if (attachment != null && attachment.isOpen()) {
      throw new RefusedException(
          SqlState.BAD_KEY, "a sharding key can be set between transactions only: commit first");
    }
    key.choose(next);
    if (attachment != null && attachment.shard().id() != router.holder(next)) {
      detach();
    }
  }

  /** The key that the running statement belongs to. */
  public RoutedKey currentKey() {
    return key.current();
  }

  /** {@code lead} for the running statement, with the key written into it. */
  public String guardLiteral(Lead lead) {
    return lead.results() == 0
        ? ""
        : router.guardText(currentKey().group()).literal(lead, currentKey());
  }

  /** How many parameters {@code sql} has by itself, without a guard ahead of it. */
  public int parameters(String sql) throws SQLException {
    GuardText guard = router.guardText(currentKey().group());
    return guard.of(sql, attached().hasStandardStrings()).text().parameters();
  }

  /** {@code lead} with its parameters open, and the text of the running statement behind it. */
  public String leadText(Lead lead) {
    return attached().running().prepared(lead);
  }

  /** Whether the driver sends strings with a type of their own. */
  public boolean hasTypedStrings() {
    return attached().hasTypedStrings();
  }

  /** The key of the open transaction, else the chosen one, else the one bound to the thread. */
  private RoutedKey settleKey() throws SQLException {
    return key.next(hasOpenTransaction());
  }

  // --- attachment -------------------------------------------------------------------------------

  /**
   * The physical connection, for calls that need no guard because they reach no row of a key. A
   * session that has no key yet answers from the first shard: all have the same schema.
   */
  public Connection physical() throws SQLException {
    requireOpen();
    if (attachment == null) {
      attachTo(likelyShard());
    }
    return attached().physical();
  }

  private int likelyShard() throws SQLException {
    Optional<RoutedKey> likely = key.likely();
    return likely.isPresent()
        ? router.holder(likely.get())
        : router.shards().all().iterator().next().id();
  }

  public boolean isAttached() {
    return attachment != null;
  }

  /**
   * Whether the shard of the chosen key answers within {@code timeout} seconds; 0 waits without
   * limit.
   */
  public boolean reaches(int timeout) throws SQLException {
    try {
      settle(settleKey());
      return attached().physical().isValid(timeout);
    } catch (ShardUnavailableException e) {
      return false;
    } finally {
      if (!hasOpenTransaction()) {
        key.unsettle();
      }
    }
  }

  private Attachment attached() {
    if (attachment == null) {
      throw new IllegalStateException("not attached");
    }
    return attachment;
  }

  private void attachTo(int shardId) throws SQLException {
    if (attachment != null && attachment.shard().id() == shardId) {
      return;
    }
    detach();
    attachment = Attachment.to(router.shards().get(shardId), settings);
  }

  private void detach() throws SQLException {
    Attachment left = attachment;
    attachment = null;
    displaced = false;
    if (left != null) {
      left.release();
    }
  }

  /**
   * Makes {@code next} the running statement's key and attaches to where it is now, unless a
   * transaction of a key holds the session where it is. A transaction that a catalog query began,
   * before there was a key, holds nothing.
   */
  private void settle(RoutedKey next) throws SQLException {
    boolean held = key.isSettled() && hasOpenTransaction();
    key.settle(next);
    if (held) {
      return;
    }
    try {
      settleShard(next);
    } catch (SQLException e) {
      key.unsettle();
      throw e;
    }
  }

  private void settleShard(RoutedKey settled) throws SQLException {
    if (attachment != null && displaced) {
      if (attachment.isStateful()) {
        throw moved(
            "settings of its session would be lost on the way: close this connection and take a"
                + " new one",
            null);
      }
      detach();
    }
    if (attachment == null || !attachment.isUsed() || key.endsWithTransaction()) {
      attachTo(router.holder(settled));
    }
  }

  // --- running ----------------------------------------------------------------------------------

  /**
   * Runs a statement of the caller, guarded, on the shard that holds the key.
   *
   * @param sql the caller's text
   * @param separable whether {@code work} can take the guard along in its own text
   * @throws ShardMovedException where the key moved and the caller must be told
   */
  public <R> R execute(String sql, Separable separable, Work<R> work) throws SQLException {
    requireOpen();
    RoutedKey settled = settleKey();
    settle(settled);
    boolean wasOpen = hasOpenTransaction();
    try {
      for (int hop = 0; ; hop++) {
        Attachment here = attached();
        long start = router.begin();
        Outcome outcome = Outcome.FAILURE;
        try {
          R result =
              router.isGuarded()
                  ? here.run(sql, separable, router.guardText(settled.group()), settled, work)
                  : here.runUnguarded(sql, router.guardText(settled.group()), work);
          outcome = Outcome.SUCCESS;
          return result;
        } catch (SQLException e) {
          follow(e, settled, work.isReplayable(), hop);
          outcome = Outcome.REDIRECTED;
        } finally {
          router.end(here.shard().id(), start, outcome);
          router.guardWaited(here.shard().id(), here.takeWaited());
        }
      }
    } finally {
      statementEnded(wasOpen);
    }
  }

  /**
   * The transaction may have ended with the statement: in autocommit, or because it said COMMIT.
   */
  private void statementEnded(boolean wasOpen) {
    if (!hasOpenTransaction()) {
      key.unsettle();
      if (settings.autoCommit() || wasOpen) {
        key.transactionEnded();
      }
    }
  }

  /**
   * Runs {@code work}, which changes rows of a result that this shard gave, under the guard.
   *
   * @param rowsKey the key that the rows belong to
   * @throws RefusedException {@code SR003} where the session has gone on to another key
   */
  public void executeHere(@Nullable RoutedKey rowsKey, Work<Boolean> work) throws SQLException {
    requireOpen();
    if (!settleKey().equals(rowsKey)) {
      throw new RefusedException(
          SqlState.BAD_KEY,
          "the row belongs to another key than the connection does now: change it before"
              + " setShardingKey");
    }
    execute(
        "select",
        Separable.APART,
        new Work<Boolean>() {
          @Override
          public Boolean run(Lead lead) throws SQLException {
            return work.run(lead);
          }

          @Override
          public boolean isReplayable() {
            return false;
          }
        });
  }

  /**
   * Takes the guard before a call that begins a transaction without a statement of the caller's: a
   * savepoint must not come before the guard, nor a catalog query before the fence.
   */
  public void guardAhead() throws SQLException {
    boolean inTransaction = !settings.autoCommit() || hasOpenTransaction();
    if (router.isGuarded() && inTransaction && (attachment == null || !attachment.holdsGuard())) {
      execute("select", Separable.APART, lead -> true);
    }
  }

  /** As {@link #guardAhead()}, where the isolation level makes a catalog query take a snapshot. */
  public void guardSnapshot() throws SQLException {
    physical();
    if (attached().isAboveReadCommitted()) {
      guardAhead();
    }
  }

  private void follow(SQLException failure, RoutedKey asked, boolean replayable, int hop)
      throws SQLException {
    Optional<GuardAnswer> answer = GuardAnswer.of(failure);
    if (answer.isEmpty()) {
      throw translated(failure);
    }
    Attachment refused = attached();
    router.telemetry().redirect(refused.shard().id());
    router.guardWaited(refused.shard().id(), answer.get().waited());
    int next = router.learn(asked, answer.get());
    if (refused.isUsed() || refused.isStateful() || refused.isBegunByText()) {
      displaced = true;
      throw moved("the connection was in use before: run the transaction again", failure);
    }
    if (!replayable) {
      displaced = true;
      throw moved("a stream among its parameters can be read only once: run it again", failure);
    }
    if (hop >= 2 * router.shards().all().size() + 2) {
      throw moved("it was followed over " + hop + " shards and is still on its way", failure);
    }
    detach();
    attachTo(next);
  }

  private ShardMovedException moved(String why, @Nullable SQLException cause) {
    RoutedKey lost = key.current();
    return new ShardMovedException(
        "the key in slot %d of group %s is no longer on shard %d; %s"
            .formatted(lost.slot(), lost.group(), attached().shard().id(), why),
        cause);
  }

  private SQLException translated(SQLException failure) {
    if (!GuardWait.isBehind(failure)) {
      return failure;
    }
    int shard = attached().shard().id();
    router.guardWaited(shard, router.config().guardWait().toMillis());
    return new ShardUnavailableException(
        SqlState.GUARD_WAIT,
        shard,
        "a guard on shard " + shard + " waited longer than guardWait for a move: try again",
        failure);
  }

  // --- transactions and settings ----------------------------------------------------------------

  /** As {@link Connection#setAutoCommit}: ends an open transaction by a commit. */
  public void autoCommit(boolean value) throws SQLException {
    requireOpen();
    if (value == settings.autoCommit()) {
      return;
    }
    if (attachment != null) {
      attachment.forgetGuard();
      attachment.physical().setAutoCommit(value);
    }
    settings.autoCommit(value);
    if (value) {
      key.transactionEnded();
    }
  }

  /** As {@link Connection#commit()}. */
  public void commit() throws SQLException {
    requireTransactions("commit");
    if (attachment != null) {
      attachment.forgetGuard();
      attachment.physical().commit();
    }
    key.transactionEnded();
    release();
  }

  /** As {@link Connection#rollback()}. */
  public void rollback() throws SQLException {
    requireTransactions("roll back");
    if (attachment != null) {
      attachment.forgetGuard();
      attachment.physical().rollback();
    }
    key.transactionEnded();
    release();
  }

  private void requireTransactions(String what) throws SQLException {
    requireOpen();
    if (settings.autoCommit()) {
      throw new SQLException("cannot " + what + " while autocommit is on", "25P01");
    }
  }

  /** Forgets the guards that may have gone with a savepoint; the next statement takes them. */
  public void forgetGuard() {
    if (attachment != null) {
      attachment.forgetGuard();
    }
  }

  /** As {@link Connection#setReadOnly}. */
  public void readOnly(boolean value) throws SQLException {
    requireOpen();
    if (attachment != null) {
      attachment.physical().setReadOnly(value);
    }
    settings.readOnly(value);
  }

  /** As {@link Connection#setTransactionIsolation}. */
  public void isolation(int level) throws SQLException {
    requireOpen();
    if (attachment != null) {
      attachment.physical().setTransactionIsolation(level);
    }
    settings.isolation(level);
  }

  /** Makes a setting now, and again wherever the session goes. */
  public void set(String name, SessionSettings.Setting setting) throws SQLException {
    requireOpen();
    if (attachment != null) {
      setting.applyTo(attachment.physical());
    }
    settings.keep(name, setting);
  }

  /** The open transaction, guarded, for what the driver does in it by itself. */
  public GuardedTransaction guardedTransaction() throws SQLException {
    guardAhead();
    return new GuardedTransaction(attached());
  }

  /** Whether a transaction is open on the shard. */
  public boolean hasOpenTransaction() {
    return attachment != null && attachment.isOpen();
  }

  /** Gives an idle connection back to its pool where the session itself may be idle for long. */
  public void release() throws SQLException {
    if (key.endsWithTransaction() && !hasOpenTransaction()) {
      detach();
    }
  }

  public boolean isClosed() throws SQLException {
    return closed || (attachment != null && attachment.physical().isClosed());
  }

  /** Whether anybody wants to know how long guards wait. */
  public boolean isMeasuring() {
    return router.telemetry().isMeasuring();
  }

  /** Reports what the guard of the running statement waited. */
  public void guardWaited(long millis) {
    router.guardWaited(attached().shard().id(), millis);
  }

  /**
   * Fails on a closed session.
   *
   * @throws SQLException {@code 08003}
   */
  public void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLException("this connection is closed", SqlState.CLOSED.code());
    }
  }

  @Override
  public void close() throws SQLException {
    boolean first = !closed;
    closed = true;
    try {
      detach();
    } finally {
      if (first) {
        whenClosed.run();
      }
    }
  }

  /** Breaks the physical connection off; its pool throws it away when the session is closed. */
  public void abort(Executor executor) throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Attachment aborted = attachment;
      if (aborted != null) {
        aborted.shard().pool().evictConnection(aborted.physical());
        aborted.physical().abort(executor);
      }
    } finally {
      whenClosed.run();
    }
  }
}
