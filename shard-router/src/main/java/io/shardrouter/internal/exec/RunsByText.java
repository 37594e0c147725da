package io.shardrouter.internal.exec;

import io.shardrouter.Explanation;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardMovedException;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.plan.Route.Access;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/**
 * Where a session's statements go by their texts, and running those that belong to no key or to
 * several. Not thread-safe.
 */
public final class RunsByText {
  private static final Pattern SEARCH_PATH =
      Pattern.compile("search_path|\\bschema\\b", Pattern.CASE_INSENSITIVE);

  /** Names in Unicode escapes could be any. */
  private static final Pattern ESCAPED = Pattern.compile("\\bU&\"", Pattern.CASE_INSENSITIVE);

  /** Settings with which values in text, as they travel between shards, lose something. */
  private static final Pattern SHORTENS =
      Pattern.compile(
          "extra_float_digits\\s*+(?:=|TO\\b)\\s*+'?+(?![123]\\b)|array_nulls",
          Pattern.CASE_INSENSITIVE);

  private static final Refusal SHORTENED =
      new Refusal(
          SqlState.REFUSED,
          "values of several shards",
          "extra_float_digits or array_nulls, as set on this connection, would change them on the way",
          "leave these settings alone, or name a key");

  private static final Pattern OF_TRANSACTION =
      Pattern.compile("^[^'\"]*\\bSET\\s+LOCAL\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern NOT_FOLLOWED =
      Pattern.compile(
          "^[^'\"]*\\bSET\\s+(?:SESSION\\s+CHARACTERISTICS|TRANSACTION|CONSTRAINTS)\\b",
          Pattern.CASE_INSENSITIVE);

  private final Router router;
  private final SessionSettings settings;
  private final SessionPlace place;
  private final SessionTransactions transactions;
  private int settingsByText;
  private boolean shortens;

  RunsByText(
      Router router,
      SessionSettings settings,
      SessionPlace place,
      SessionTransactions transactions) {
    this.router = router;
    this.settings = settings;
    this.place = place;
    this.transactions = transactions;
  }

  // --- routing ----------------------------------------------------------------------------------

  /** Where a statement goes whose key only its text can tell. */
  public Route route(String sql, Arguments arguments) throws SQLException {
    try {
      return router.textRoutes().route(sql, settings.schema(), arguments);
    } catch (RefusedException e) {
      throw e;
    } catch (SQLException e) {
      place.statementFailed();
      throw e;
    }
  }

  /** Where a statement would go. */
  public Explanation explain(String sql, Arguments arguments) throws SQLException {
    return router.textRoutes().explain(sql, settings.schema(), arguments);
  }

  // --- running ----------------------------------------------------------------------------------

  /** Runs a statement that touches no row of a key, on any shard: the nearest that answers. */
  public <R> R executeAnywhere(String sql, Work<R> work) throws SQLException {
    place.requireOpen();
    if (place.isAttached()) {
      return executeUnguarded(sql, work);
    }
    ShardUnavailableException down = null;
    for (Shard shard : router.shards().all()) {
      try {
        place.attachTo(shard.id());
        return executeUnguarded(sql, work);
      } catch (ShardUnavailableException e) {
        down = e;
      }
    }
    throw Objects.requireNonNull(down, "a configuration has shards");
  }

  /** Runs a statement that touches no row of a key, on one shard. */
  public <R> R executeOn(int shard, String sql, Work<R> work) throws SQLException {
    place.requireOpen();
    place.attachTo(shard);
    place.writeHere();
    return executeUnguarded(sql, work);
  }

  private <R> R executeUnguarded(String sql, Work<R> work) throws SQLException {
    place.requireNotFailed();
    boolean wasOpen = place.hasOpenTransaction();
    Attachment here = place.attached();
    long start = router.begin();
    Outcome outcome = Outcome.FAILURE;
    try {
      here.fenceAhead();
      R result = here.runUnguarded(sql, router.anyGuardText(), work);
      outcome = Outcome.SUCCESS;
      return result;
    } finally {
      router.end(here.shard().id(), start, outcome);
      place.statementEnded(wasOpen);
    }
  }

  /**
   * Runs a statement of several keys that one shard holds, under all their guards.
   *
   * @param separable whether {@code work} can take guards along in its own text
   * @throws ShardMovedException {@code 40001} where one of them is not there any more
   */
  public <R> R execute(Route.Several route, String sql, Separable separable, Work<R> work)
      throws SQLException {
    place.requireOpen();
    RoutedKey first = route.keys().iterator().next();
    place.settleByText(first);
    place.requireNotFailed();
    if (route.access() == Access.WRITE) {
      place.writeHere();
    }
    boolean wasOpen = place.hasOpenTransaction();
    Attachment here = place.attached();
    long start = router.begin();
    Outcome outcome = Outcome.FAILURE;
    try {
      R result =
          router.isGuarded()
              ? here.runForMany(sql, separable, router::guardText, route.keys(), work)
              : here.runUnguarded(sql, router.guardText(first.group()), work);
      outcome = Outcome.SUCCESS;
      return result;
    } catch (SQLException e) {
      throw new Redirects(router, place).toldOfMany(e, route.keys());
    } finally {
      router.end(here.shard().id(), start, outcome);
      router.guardWaited(here.shard().id(), here.takeWaited());
      place.statementEnded(wasOpen);
    }
  }

  /** As {@link Gatherer#start}; in a transaction it sees what that has written. */
  public ScatterRows gather(
      Route.Scatter route, Arguments arguments, Wanted wanted, Cancellation cancellation)
      throws SQLException {
    place.requireOpen();
    place.requireNotFailed();
    SessionReadings readings = new SessionReadings(place, settings);
    try {
      return Gatherer.start(
          Execution.of(router, readings.own(), readings.apart(), arguments, wanted, cancellation)
              .confinedTo(route.keys()),
          shortens ? ofWholeValues(route.gathering()) : route.gathering());
    } catch (RefusedException e) {
      throw e;
    } catch (SQLException e) {
      readingFailed();
      throw e;
    }
  }

  /** Rows that are neither ordered nor computed with are given to the caller as they come. */
  private static Gathering ofWholeValues(Gathering gathering) {
    return gathering instanceof Gathering.Merge merge && merge.order().isEmpty()
        ? gathering
        : new Gathering.Refused(SHORTENED);
  }

  /** Tells that the reading of several shards failed, which fails its transaction. */
  public void readingFailed() {
    place.statementFailed();
  }

  /** What runs things at the same time, a thread for each. */
  public Executor threads() {
    return router.scatterThreads();
  }

  /** The one of {@code shards} on which the session is already, else any of them. */
  public int nearest(Set<Integer> shards) {
    return place.isAttached() && shards.contains(place.attached().shard().id())
        ? place.attached().shard().id()
        : shards.iterator().next();
  }

  /** How many parameters {@code sql} has. */
  public int parameters(String sql) throws SQLException {
    return router.anyGuardText().of(sql, true).text().parameters();
  }

  /** Makes a setting by text, on every shard that the session is on, and wherever it goes. */
  public void executeSetting(String sql) throws SQLException {
    place.requireOpen();
    place.requireNotFailed();
    if (NOT_FOLLOWED.matcher(sql).find()) {
      throw new RefusedException(
          SqlState.REFUSED,
          "what a transaction is like is not set by text where it may reach several shards; use"
              + " setTransactionIsolation and setReadOnly of the connection");
    }
    if (ESCAPED.matcher(sql).find()) {
      throw new RefusedException(
          SqlState.REFUSED,
          "the name of a setting in Unicode escapes is not read: write it plainly");
    }
    if (SEARCH_PATH.matcher(sql).find()) {
      throw new RefusedException(
          SqlState.REFUSED,
          "a search path set by text is not followed; use Connection.setSchema, or currentSchema"
              + " in the shards' URLs");
    }
    shortens |= SHORTENS.matcher(sql).find();
    SessionSettings.Setting setting =
        physical -> {
          try (Statement statement = physical.createStatement()) {
            statement.execute(sql);
          }
        };
    if (OF_TRANSACTION.matcher(sql).find()) {
      requireReadCommitted();
      if (!settings.autoCommit()) {
        transactions.setForTransaction(setting);
      }
    } else {
      transactions.setByText("text " + settingsByText++, setting);
    }
  }

  /** Above it the fence must be a transaction's first, on shards that are still to come too. */
  private void requireReadCommitted() throws RefusedException {
    Integer level = settings.isolation();
    if (level != null && level > Connection.TRANSACTION_READ_COMMITTED) {
      throw new RefusedException(
          SqlState.REFUSED, "SET LOCAL is for READ COMMITTED where there may be several shards");
    }
  }
}
