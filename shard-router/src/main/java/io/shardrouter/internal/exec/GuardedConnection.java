package io.shardrouter.internal.exec;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableListMultimap.toImmutableListMultimap;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.guard.Ahead;
import io.shardrouter.internal.guard.GuardText;
import io.shardrouter.internal.guard.Guards;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.postgresql.jdbc.PreferQueryMode;

/** A held connection with the guards of its open transaction. Not thread-safe. */
abstract class GuardedConnection extends HeldConnection {
  private GuardedKeys guarded = GuardedKeys.NONE;
  private int waited;

  GuardedConnection(Shard shard, Connection physical, SessionSettings settings)
      throws SQLException {
    super(shard, physical, settings);
  }

  /** Tells the guard that is held from every other one that was or will be taken here. */
  long guardNumber() {
    return guarded.taken();
  }

  @Override
  void endUse() {
    super.endUse();
    guarded.clear();
  }

  /** Forgets the guard: the transaction that held it, or its savepoint, is gone. */
  void forgetGuard() {
    guarded.clear();
  }

  /** Whether the open transaction holds a guard. */
  boolean holdsGuard() {
    return !guarded.isEmpty() && isOpen();
  }

  final boolean holdsGuard(RoutedKey key) {
    return guarded.contains(key) && isOpen();
  }

  /** By the simple protocol the driver sends guard and statement as two transactions. */
  final boolean isPipelining() {
    return driver().getPreferQueryMode().compareTo(PreferQueryMode.EXTENDED) >= 0;
  }

  /** The guards that are not held, by their groups. */
  final ImmutableList<Guards> missing(Set<RoutedKey> keys) {
    boolean wide = guarded.areMany() || keys.size() > GuardedKeys.MANY;
    return keys.stream()
        .filter(key -> !holdsGuard(key))
        .collect(toImmutableListMultimap(RoutedKey::group, key -> key))
        .asMap()
        .values()
        .stream()
        .map(ofGroup -> new Guards(ImmutableList.copyOf(ofGroup), wide))
        .collect(toImmutableList());
  }

  /** The guard as a round trip of its own. */
  void takeGuard(GuardText guard, RoutedKey key) throws SQLException {
    String text = guarded.areMany() ? guard.wide() : guard.prepared(lead());
    try (PreparedStatement statement = physical().prepareStatement(text)) {
      Ahead.GUARD.bindTo(statement, key);
      if (!statement.execute()) {
        // The fence's lock, which comes first, gives no rows.
        statement.getMoreResults();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        waited += row.getInt(1);
      }
    }
    guarded = guarded.with(key);
  }

  /** As {@link #takeGuard}, for the guards of several keys. */
  final void takeGuards(Function<String, GuardText> texts, List<Guards> missing)
      throws SQLException {
    if (missing.isEmpty() || isFailed()) {
      return;
    }
    fenceAhead();
    for (Guards guards : missing) {
      String text = texts.apply(guards.keys().get(0).group()).ofMany(guards.wide());
      try (PreparedStatement statement = physical().prepareStatement(text)) {
        guards.bindTo(statement);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          waited += row.getInt(1);
        }
      }
      keep(guards);
    }
  }

  /** Notes that {@code guards} are held. */
  final void keep(Guards guards) {
    guards.keys().forEach(this::keep);
  }

  /**
   * Takes the fence's lock ahead of a statement without a key that begins the transaction, so that
   * guards may follow above READ COMMITTED.
   */
  void fenceAhead() throws SQLException {
    if (!physical().getAutoCommit() && !isOpen() && isAboveReadCommitted()) {
      try (Statement statement = physical().createStatement()) {
        statement.execute(GuardText.FENCE);
      }
    }
  }

  /**
   * Takes the guard in a READ COMMITTED transaction of its own and ends that at once: a guard above
   * READ COMMITTED cannot wait. The session has no transaction open.
   */
  void awaitGuard(GuardText guard, RoutedKey key) throws SQLException {
    physical().setAutoCommit(true);
    try (Statement statement = physical().createStatement()) {
      statement.execute(
          "begin isolation level read committed; " + guard.literal(Ahead.GUARD, key) + "commit");
    } finally {
      if (isOpen()) {
        rollBack();
      }
      physical().setAutoCommit(settings().autoCommit());
    }
  }

  /** Milliseconds that guards of their own round trip have waited since the last call. */
  long takeWaited() {
    long taken = waited;
    waited = 0;
    return taken;
  }

  /** Only the first statement of a transaction comes before its snapshot, so only it may fence. */
  final Ahead lead() {
    return isAboveReadCommitted() && !isOpen() ? Ahead.FENCE_AND_GUARD : Ahead.GUARD;
  }

  @Override
  void release() throws SQLException {
    guarded.clear();
    super.release();
  }

  /** Whether so many guards are held that the group's lock stands in for the next ones. */
  final boolean holdsMany() {
    return guarded.areMany();
  }

  /** Notes that the guard of {@code key} is held. */
  final void keep(RoutedKey key) {
    guarded = guarded.with(key);
  }
}
