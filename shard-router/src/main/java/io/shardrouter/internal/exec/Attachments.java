package io.shardrouter.internal.exec;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executor;

/** All attachments of a session, of which a shard has one at most. Not thread-safe. */
final class Attachments {
  private ImmutableList<Attachment> all = ImmutableList.of();

  ImmutableList<Attachment> all() {
    return all;
  }

  /** The one to the shard {@code shardId}. */
  Optional<Attachment> to(int shardId) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).shard().id() == shardId) {
        return Optional.of(all.get(i));
      }
    }
    return Optional.empty();
  }

  void add(Attachment fresh) {
    all =
        all.isEmpty()
            ? ImmutableList.of(fresh)
            : ImmutableList.<Attachment>builder().addAll(all).add(fresh).build();
  }

  void remove(Attachment left) {
    all =
        all.size() == 1
            ? ImmutableList.of()
            : all.stream().filter(a -> a != left).collect(toImmutableList());
  }

  /** Whether a transaction is open on any shard. */
  boolean haveOpenTransaction() {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isOpen()) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code physical} is still the session's. */
  boolean hold(Connection physical) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).physical() == physical) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code next} comes behind all shards on which a transaction is open, by their ids. */
  boolean areInOrder(Shard next) {
    for (int i = 0; i < all.size(); i++) {
      Attachment held = all.get(i);
      if (held.isOpen() && held.shard().id() > next.id()) {
        return false;
      }
    }
    return true;
  }

  /** Rolls back what is open, because of {@code failure}. */
  void rollBackFor(SQLException failure) {
    for (Attachment open : all) {
      if (open.isOpen()) {
        try {
          open.physical().rollback();
        } catch (SQLException e) {
          failure.addSuppressed(e);
        }
      }
    }
  }

  /** Breaks the physical connections off. */
  void abort(Executor executor) throws SQLException {
    for (Attachment aborted : all) {
      aborted.shard().pool().evictConnection(aborted.physical());
      aborted.physical().abort(executor);
    }
  }
}
