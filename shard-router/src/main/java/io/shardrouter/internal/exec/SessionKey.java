package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardScope;
import io.shardrouter.SqlState;
import io.shardrouter.internal.routing.RoutedKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which key a session belongs to, transaction by transaction. Not thread-safe. */
final class SessionKey {
  /** How long a session stays with a key. */
  enum Tenure {
    /** From checkout to close. */
    CHECKOUT,
    /** To the end of the transaction: an outer pool would hand it to the next borrower. */
    TRANSACTION
  }

  private final Router router;
  private final Tenure tenure;
  private @Nullable RoutedKey chosen;
  private @Nullable RoutedKey current;
  private boolean byText;

  SessionKey(Router router, Tenure tenure) {
    this.router = router;
    this.tenure = tenure;
  }

  /** Whether the key goes with the transaction. */
  boolean endsWithTransaction() {
    return tenure == Tenure.TRANSACTION;
  }

  /** Chooses the key of the transactions to come; it stands over one bound to a scope. */
  void choose(RoutedKey key) {
    chosen = key;
    current = null;
  }

  /** The key of the running transaction. */
  RoutedKey current() {
    if (current == null) {
      throw new IllegalStateException("no statement is running");
    }
    return current;
  }

  /** Whether a statement, or the transaction that it is part of, has a key. */
  boolean isSettled() {
    return current != null;
  }

  /** Makes {@code key}, which was chosen or bound, that of the running statement. */
  void settle(RoutedKey key) {
    current = key;
    byText = false;
  }

  /** Makes {@code key}, which the running statement's text gave, that statement's. */
  void settleByText(RoutedKey key) {
    current = key;
    byText = true;
  }

  /** Whether the next statement's key is known without its text. */
  boolean isGiven(boolean open) throws RefusedException {
    return holds(open) || likely() != null;
  }

  /** Whether an open transaction belongs to one key, which was chosen or bound as it began. */
  private boolean holds(boolean open) {
    return current != null && open && !byText;
  }

  /** The running statement's key; null: it has none. */
  @Nullable RoutedKey running() {
    return current;
  }

  /** Nothing runs any more. */
  void unsettle() {
    current = null;
  }

  /**
   * The key of the open transaction, else the chosen one, else the one bound to the thread.
   *
   * @param open whether a transaction is open on the shard
   * @throws RefusedException {@code SR003} where there is none
   */
  RoutedKey next(boolean open) throws RefusedException {
    if (current != null && holds(open)) {
      return current;
    }
    RoutedKey likely = likely();
    if (likely == null) {
      throw new RefusedException(
          SqlState.BAD_KEY,
          "no sharding key: use getConnection(ShardKey), ShardScope.call, or"
              + " Connection.setShardingKey before the statement");
    }
    return likely;
  }

  /** The key that a transaction would have if it began now; null: none. */
  @Nullable RoutedKey likely() throws RefusedException {
    if (chosen != null) {
      return chosen;
    }
    Optional<ShardKey> bound = ShardScope.current();
    return bound.isEmpty() ? null : router.route(bound.get());
  }

  void transactionEnded() {
    if (endsWithTransaction()) {
      current = null;
      chosen = null;
    }
  }
}
