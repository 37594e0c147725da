package io.shardrouter.internal.exec;

import io.shardrouter.ShardMovedException;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.Ahead;
import io.shardrouter.internal.guard.GuardAnswer;
import io.shardrouter.internal.guard.GuardWait;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What follows on a statement's failure: another shard, if the guard named one. */
final class Redirects {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Router router;
  private final SessionPlace place;

  Redirects(Router router, SessionPlace place) {
    this.router = router;
    this.place = place;
  }

  /**
   * Goes to the shard that a guard named, so that the statement can be run again; a failure that is
   * no guard's is thrown.
   *
   * @param asked the key whose guard was asked
   * @param replayable whether the statement can be run again at all
   * @param hop how often it was followed already
   * @throws ShardMovedException where the caller would notice
   */
  void follow(SQLException failure, RoutedKey asked, boolean replayable, int hop)
      throws SQLException {
    Optional<GuardAnswer> answer = GuardAnswer.of(failure);
    if (answer.isPresent()) {
      learn(asked, answer.get());
      requireUnnoticed(failure, replayable, hop);
      place.moveTo(next(answer.get()));
    } else if (GuardWait.isOutrun(failure)) {
      requireUnnoticed(failure, replayable, hop);
      place.moveTo(place.attached().shard().id());
      awaitMove(asked);
    } else {
      throw translated(failure);
    }
  }

  /**
   * What the caller of a statement of several keys is told. A guard over many does not say which of
   * them it refused, so each is asked for by itself, on a connection apart from the transaction.
   */
  SQLException toldOfMany(SQLException failure, Set<RoutedKey> keys) {
    if (GuardAnswer.of(failure).isEmpty()) {
      return translated(failure);
    }
    Shard shard = place.attached().shard();
    try (Connection apart = shard.connect(PATIENCE)) {
      for (RoutedKey asked : keys) {
        ask(asked, apart);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    return place.moved("nor may other keys of the statement be: run it again", failure);
  }

  private void ask(RoutedKey asked, Connection apart) throws SQLException {
    try (Statement statement = apart.createStatement()) {
      statement.execute(router.guardText(asked.group()).literal(Ahead.GUARD, asked));
    } catch (SQLException e) {
      Optional<GuardAnswer> answer = GuardAnswer.of(e);
      if (answer.isEmpty()) {
        throw e;
      }
      learn(asked, answer.get());
      next(answer.get());
    }
  }

  private void learn(RoutedKey asked, GuardAnswer answer) {
    int refused = place.attached().shard().id();
    router.telemetry().redirect(refused);
    router.guardWaited(refused, answer.waited());
    if (answer instanceof GuardAnswer.Moved moved) {
      router.learn(asked, moved);
    }
  }

  private int next(GuardAnswer answer) throws SQLException {
    return answer instanceof GuardAnswer.Moved moved
        ? moved.shard()
        : router.adoption().settle((GuardAnswer.BeingAdopted) answer, place.attached().shard());
  }

  private void requireUnnoticed(SQLException failure, boolean replayable, int hop)
      throws SQLException {
    Attachment refused = place.attached();
    if (refused.isUsed() || refused.isStateful() || refused.isBegunByText()) {
      place.displace();
      throw place.moved("the connection was in use before: run the transaction again", failure);
    }
    if (!replayable) {
      place.displace();
      throw place.moved(
          "a stream among its parameters can be read only once: run it again", failure);
    }
    if (hop >= 2 * router.shards().all().size() + 2) {
      throw place.moved("it was followed over " + hop + " shards and is still on its way", failure);
    }
  }

  /** Waits for a move by a transaction whose snapshot may be younger than the wait. */
  private void awaitMove(RoutedKey asked) throws SQLException {
    try {
      place.attached().awaitGuard(router.guardText(asked.group()), asked);
    } catch (SQLException e) {
      // Whatever the guard says, the statement that is run again hears it too.
      if (GuardAnswer.of(e).isEmpty()) {
        throw translated(e);
      }
    }
  }

  private SQLException translated(SQLException failure) {
    if (!GuardWait.isBehind(failure)) {
      return failure;
    }
    int shard = place.attached().shard().id();
    router.guardWaited(shard, router.config().guardWait().toMillis());
    return new ShardUnavailableException(
        SqlState.GUARD_WAIT,
        shard,
        "a guard on shard " + shard + " waited longer than guardWait for a move: try again",
        failure);
  }
}
