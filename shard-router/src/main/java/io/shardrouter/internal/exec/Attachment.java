package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.Ahead;
import io.shardrouter.internal.guard.GuardAnswer;
import io.shardrouter.internal.guard.GuardText;
import io.shardrouter.internal.guard.GuardText.Guarded;
import io.shardrouter.internal.guard.Guards;
import io.shardrouter.internal.guard.Lead;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.sql.Conduct;
import io.shardrouter.internal.sql.ProofPlace;
import io.shardrouter.internal.sql.StatementText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A physical connection of a shard for as long as a session stays there, with the guard of its open
 * transaction. Not thread-safe.
 */
final class Attachment extends GuardedConnection {
  private @Nullable Guarded running;

  /** Takes a connection from {@code shard} and makes the caller's settings on it. */
  static Attachment to(Shard shard, SessionSettings settings) throws SQLException {
    return to(shard, shard.acquire(), settings);
  }

  /** As {@link #to(Shard, SessionSettings)}, over a connection of {@code shard} taken already. */
  static Attachment to(Shard shard, Connection physical, SessionSettings settings)
      throws SQLException {
    try {
      Attachment attachment = new Attachment(shard, physical, settings);
      attachment.settle();
      return attachment;
    } catch (SQLException | RuntimeException e) {
      physical.close();
      throw e;
    }
  }

  private Attachment(Shard shard, Connection physical, SessionSettings settings)
      throws SQLException {
    super(shard, physical, settings);
  }

  /** The texts of the statement that runs under a guard. */
  Guarded running() {
    if (running == null) {
      throw new IllegalStateException("no statement is running");
    }
    return running;
  }

  /** Runs {@code work}, which needs no guard. */
  <R> R runUnguarded(String sql, GuardText guard, Work<R> work) throws SQLException {
    if (guard.of(sql, hasStandardStrings()).text().leavesState()) {
      markStateful();
    }
    R result = work.run(Ahead.NOTHING);
    markUsed();
    return result;
  }

  /**
   * Runs {@code work} under the guard of {@code key}.
   *
   * @param sql the caller's text
   * @param separable whether the work can take the guard along in its own text
   * @param proof where the text can prove by itself that the shard holds the key
   */
  <R> R run(
      String sql,
      Separable separable,
      ProofPlace proof,
      GuardText guard,
      RoutedKey key,
      Work<R> work)
      throws SQLException {
    Guarded found = guard.of(sql, hasStandardStrings());
    running = found;
    StatementText text = found.text();
    if (text.endsGuards()) {
      // Before it runs: a COMMIT that fails ends the transaction too.
      forgetGuard();
    }
    boolean kept = inTransaction();
    try {
      Lead lead =
          separable == Separable.JOINED && !proof.isNone() && !inTransaction()
              ? found.proof(proof, key, shard().id())
              : ahead(text, separable, guard, key);
      R result =
          lead == Ahead.IN_BLOCK ? inBlock(() -> takeGuard(guard, key), work) : work.run(lead);
      if (kept && lead.results() > 0) {
        keep(key);
      }
      markUsed();
      if (text.leavesState()) {
        markStateful();
      }
      return result;
    } catch (SQLException e) {
      // A session's lock outlives the statement that failed; where the guard failed, none ran.
      if (text.leavesState() && GuardAnswer.of(e).isEmpty()) {
        markStateful();
      }
      throw e;
    }
  }

  /** What has to go ahead of a statement; the guard itself where it cannot go along with it. */
  private Ahead ahead(StatementText text, Separable separable, GuardText guard, RoutedKey key)
      throws SQLException {
    return switch (text.conduct()) {
      case REFUSED -> throw refused(text);
      case UNGUARDED -> {
        fenceAhead(text, guard, key);
        yield Ahead.NOTHING;
      }
      case PIPELINED -> separable == Separable.JOINED ? joined(guard, key) : apart(guard, key);
      case BLOCK -> apart(guard, key);
    };
  }

  /**
   * A text without a guard must not begin a transaction whose snapshot the fence has to precede.
   */
  private void fenceAhead(StatementText text, GuardText guard, RoutedKey key) throws SQLException {
    boolean begins = !settings().autoCommit() && !isOpen() && !text.endsGuards();
    if (begins && isAboveReadCommitted()) {
      takeGuard(guard, key);
    }
  }

  private RefusedException refused(StatementText text) {
    return new RefusedException(
        SqlState.REFUSED,
        text.offender()
            + " cannot run on a keyed connection, whose statements are guarded inside a"
            + " transaction: use shardDataSource("
            + shard().id()
            + ")");
  }

  private Ahead joined(GuardText guard, RoutedKey key) throws SQLException {
    if (!inTransaction()) {
      return isAboveReadCommitted() || !isPipelining() ? Ahead.IN_BLOCK : Ahead.GUARD;
    }
    if (holdsMany()) {
      return apart(guard, key);
    }
    return holdsGuard(key) ? Ahead.NOTHING : lead();
  }

  private Ahead apart(GuardText guard, RoutedKey key) throws SQLException {
    if (!inTransaction()) {
      return Ahead.IN_BLOCK;
    }
    // In a failed transaction the server refuses the statement itself.
    if (!holdsGuard(key) && !isFailed()) {
      takeGuard(guard, key);
    }
    return Ahead.NOTHING;
  }

  /** Takes what guards a transaction needs. */
  @FunctionalInterface
  private interface Guarding {
    void take() throws SQLException;
  }

  /** BEGIN, guard, statement, COMMIT; leaves the connection in autocommit as it was. */
  private <R> R inBlock(Guarding guarding, Work<R> work) throws SQLException {
    physical().setAutoCommit(false);
    try {
      guarding.take();
      R result = work.run(Ahead.IN_BLOCK);
      physical().commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      try {
        physical().rollback();
      } catch (SQLException second) {
        e.addSuppressed(second);
      }
      throw e;
    } finally {
      forgetGuard();
      if (!physical().isClosed()) {
        physical().setAutoCommit(true);
      }
    }
  }

  /**
   * Runs {@code work} under the guards of several keys.
   *
   * @param separable whether the work can take guards along in its own text
   * @param guards the guards' texts by their groups
   * @param keys all believed to be here
   */
  <R> R runForMany(
      String sql,
      Separable separable,
      Function<String, GuardText> guards,
      Set<RoutedKey> keys,
      Work<R> work)
      throws SQLException {
    Guarded found = guards.apply(keys.iterator().next().group()).of(sql, hasStandardStrings());
    running = found;
    if (found.text().conduct() == Conduct.REFUSED || found.text().endsGuards()) {
      throw refused(found.text());
    }
    ImmutableList<Guards> missing = missing(keys);
    if (separable == Separable.JOINED && canGoAlong(missing, found.text())) {
      boolean kept = inTransaction();
      R result = work.run(missing.get(0));
      if (kept) {
        keep(missing.get(0));
      }
      markUsed();
      return result;
    }
    if (!inTransaction()) {
      return inBlock(() -> takeGuards(guards, missing), work);
    }
    takeGuards(guards, missing);
    R result = work.run(Ahead.NOTHING);
    markUsed();
    return result;
  }

  private boolean canGoAlong(List<Guards> missing, StatementText text) throws SQLException {
    return missing.size() == 1
        && text.conduct() == Conduct.PIPELINED
        && isPipelining()
        && !isAboveReadCommitted()
        && !isFailed();
  }
}
