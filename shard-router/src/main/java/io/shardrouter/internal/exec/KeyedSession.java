package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardMovedException;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.plan.Route.Access;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.sql.ProofPlace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind one logical connection: the key, and the attachment to the shard that holds
 * it. A guard that refuses is followed to the key's new shard as long as the caller cannot notice.
 * Not thread-safe, as a connection is not.
 */
public final class KeyedSession implements AutoCloseable {
  private final SessionKey key;
  private final Runnable whenClosed;
  private final SessionSettings settings = new SessionSettings();
  private final SessionPlace place;
  private @Nullable SessionTransactions transactions;
  private @Nullable RunsByText byText;
  private boolean routed;

  /** A session for {@code key} until it is closed, attached to the shard that holds it. */
  public static KeyedSession forCheckout(Router router, RoutedKey key) throws SQLException {
    KeyedSession session = new KeyedSession(router, SessionKey.Tenure.CHECKOUT, () -> {});
    session.key.choose(key);
    session.place.attachTo(router.holder(key));
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
    this.key = new SessionKey(router, tenure);
    this.whenClosed = whenClosed;
    this.place = new SessionPlace(router, key, settings);
  }

  public Router router() {
    return place.router();
  }

  public SessionSettings settings() {
    return settings;
  }

  /** Commits, rollbacks, and settings. */
  public SessionTransactions transactions() {
    if (transactions == null) {
      transactions = new SessionTransactions(place, key, settings);
    }
    return transactions;
  }

  /** Runs statements that belong to no key, or to several, by what their texts tell. */
  public RunsByText byText() {
    if (byText == null) {
      byText = new RunsByText(router(), settings, place, transactions());
    }
    return byText;
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
    if (hasOpenTransaction()) {
      throw new RefusedException(
          SqlState.BAD_KEY, "a sharding key can be set between transactions only: commit first");
    }
    key.choose(next);
    place.leaveUnlessHolding(next);
  }

  /** Whether keys may have to be found in statements' parameters. */
  public boolean readsParameters() {
    return key.endsWithTransaction() || router().checksKeys();
  }

  /**
   * Lets a statement pass that is about the session's key or about none, as far as its text tells.
   *
   * @return where it can prove by itself that its shard holds the key
   * @throws RefusedException {@code SR003} where its own key is another one
   */
  public ProofPlace requireOwnKey(String sql, Arguments arguments) throws SQLException {
    return router().checksKeys()
        ? router().textRoutes().requireKey(settleKey(), sql, settings.schema(), arguments)
        : ProofPlace.NONE;
  }

  /** The key that the running statement belongs to. */
  public RoutedKey currentKey() {
    return key.current();
  }

  /** The text of the running statement with {@code lead}, and the key written into that. */
  public String literalText(Lead lead) {
    return attached().running().literal(lead, currentKey());
  }

  /** How many parameters the running statement has by itself, without a guard ahead of it. */
  public int parameters() {
    return attached().running().text().parameters();
  }

  /** The text of the running statement with {@code lead}, whose parameters are open. */
  public String preparedText(Lead lead) {
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
    return place.physical();
  }

  /**
   * As {@link #physical()}, past the pool, which throws connections away on some SQLSTATEs that
   * leave them sound.
   */
  public Connection driver() throws SQLException {
    return place.driver();
  }

  public boolean isAttached() {
    return place.isAttached();
  }

  /**
   * Whether the shard of the chosen key answers within {@code timeout} seconds; 0 waits without
   * limit.
   */
  public boolean reaches(int timeout) throws SQLException {
    try {
      place.settle(settleKey());
      return attached().physical().isValid(timeout);
    } catch (ShardUnavailableException e) {
      return false;
    } finally {
      if (!hasOpenTransaction()) {
        key.unsettle();
      }
    }
  }

  // --- running ----------------------------------------------------------------------------------

  /**
   * Runs a statement of the caller, guarded, on the shard that holds the key.
   *
   * @param sql the caller's text
   * @param separable whether {@code work} can take the guard along in its own text
   * @param proof where the text can prove by itself that the shard holds the key
   * @throws ShardMovedException where the key moved and the caller must be told
   */
  public <R> R execute(String sql, Separable separable, ProofPlace proof, Work<R> work)
      throws SQLException {
    requireOpen();
    RoutedKey settled = settle();
    boolean wasOpen = hasOpenTransaction();
    try {
      for (int hop = 0; ; hop++) {
        Attachment here = attached();
        long start = router().begin();
        Outcome outcome = Outcome.FAILURE;
        try {
          R result =
              router().isGuarded()
                  ? here.run(
                      sql, separable, proof, router().guardText(settled.group()), settled, work)
                  : here.runUnguarded(sql, router().guardText(settled.group()), work);
          outcome = Outcome.SUCCESS;
          return result;
        } catch (SQLException e) {
          new Redirects(router(), place).follow(e, settled, work.isReplayable(), hop);
          outcome = Outcome.REDIRECTED;
        } finally {
          router().end(here.shard().id(), start, outcome);
          router().guardWaited(here.shard().id(), here.takeWaited());
        }
      }
    } finally {
      place.statementEnded(wasOpen);
    }
  }

  /** As {@link #execute}, of what must have its guard ahead of it. */
  public <R> R executeApart(String sql, Work<R> work) throws SQLException {
    return execute(sql, Separable.APART, ProofPlace.NONE, work);
  }

  private RoutedKey settle() throws SQLException {
    if (routed) {
      routed = false;
      return key.current();
    }
    RoutedKey given = settleKey();
    place.settle(given);
    return given;
  }

  /**
   * Goes where {@code route} leads; the next {@link #execute} runs there.
   *
   * @throws RefusedException {@code SR005} where the transaction has written on another shard
   */
  public void follow(Route.Single route) throws SQLException {
    requireOpen();
    place.settleByText(route.key());
    place.requireNotFailed();
    if (route.access() == Access.WRITE) {
      place.writeHere();
    }
    routed = true;
  }

  /** Whether the next statement's key is known without its text. */
  public boolean hasKey() throws RefusedException {
    return key.isGiven(hasOpenTransaction());
  }

  /** Keeps the connection that gave {@code rows} until they are closed. */
  public void keepFor(ResultSet rows) throws SQLException {
    if (key.endsWithTransaction()) {
      attached().keepFor(rows);
    }
  }

  /** Whether {@code physical} is still one of the session's. */
  public boolean holds(Connection physical) {
    return place.holds(physical);
  }

  /** The key that the running statement belongs to; null where it belongs to none. */
  public @Nullable RoutedKey runningKey() {
    return key.running();
  }

  /**
   * Runs {@code work}, which changes rows of a result that this shard gave, under the guard.
   *
   * @param rowsKey the key that the rows belong to
   * @throws RefusedException {@code SR003} where the session has gone on to another key
   */
  public void executeHere(@Nullable RoutedKey rowsKey, Work<Boolean> work) throws SQLException {
    requireOpen();
    Work<Boolean> once =
        new Work<>() {
          @Override
          public Boolean run(Lead lead) throws SQLException {
            return work.run(lead);
          }

          @Override
          public boolean isReplayable() {
            return false;
          }
        };
    if (rowsKey != null && !hasKey()) {
      follow(new Route.Single(rowsKey, Access.WRITE));
    } else if (!settleKey().equals(rowsKey)) {
      throw new RefusedException(
          SqlState.BAD_KEY,
          "the row belongs to another key than the connection does now: change it before"
              + " setShardingKey");
    }
    executeApart("select", once);
  }

  /** Whether rows that are changed through a result set must stay with their key. */
  public boolean checksRows() throws SQLException {
    return router().allKeys().isEmpty() && (!hasKey() || router().checksKeys());
  }

  /**
   * Takes the guard before a call that begins a transaction without a statement of the caller's: a
   * savepoint must not come before the guard, nor a catalog query before the fence.
   */
  public void guardAhead() throws SQLException {
    boolean inTransaction = !settings.autoCommit() || hasOpenTransaction();
    if (router().isGuarded()
        && inTransaction
        && (!place.isAttached() || !attached().holdsGuard())) {
      if (!hasKey() && router().allKeys().isPresent()) {
        follow(new Route.Single(router().allKeys().get(), Access.WRITE));
      }
      executeApart("select", lead -> true);
    }
  }

  /** As {@link #guardAhead()}, where the isolation level makes a catalog query take a snapshot. */
  public void guardSnapshot() throws SQLException {
    physical();
    if (attached().isAboveReadCommitted()) {
      if (hasKey()) {
        guardAhead();
      } else {
        attached().fenceAhead();
      }
    }
  }

  /** The open transaction, guarded, for what the driver does in it by itself. */
  public GuardedTransaction guardedTransaction() throws SQLException {
    guardAhead();
    return new GuardedTransaction(attached());
  }

  private Attachment attached() {
    return place.attached();
  }

  // --- life -------------------------------------------------------------------------------------

  /** Whether a transaction is open on the shard. */
  public boolean hasOpenTransaction() {
    return place.hasOpenTransaction();
  }

  /** Gives an idle connection back to its pool where the session itself may be idle for long. */
  public void release() throws SQLException {
    place.release();
  }

  public boolean isClosed() throws SQLException {
    return place.isClosed();
  }

  /** Whether anybody wants to know how long guards wait. */
  public boolean isMeasuring() {
    return router().telemetry().isMeasuring();
  }

  /** Reports what the guard of the running statement waited. */
  public void guardWaited(long millis) {
    router().guardWaited(attached().shard().id(), millis);
  }

  /**
   * Fails on a closed session.
   *
   * @throws SQLException {@code 08003}
   */
  public void requireOpen() throws SQLException {
    place.requireOpen();
  }

  @Override
  public void close() throws SQLException {
    boolean first = place.markClosed();
    try {
      place.leave();
    } finally {
      if (first) {
        whenClosed.run();
      }
    }
  }

  /** Breaks the physical connection off; its pool throws it away when the session is closed. */
  public void abort(Executor executor) throws SQLException {
    if (!place.markClosed()) {
      return;
    }
    try {
      place.abort(executor);
    } finally {
      whenClosed.run();
    }
  }
}
