package io.shardrouter.internal.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.InsertedRows;
import io.shardrouter.internal.sql.ProofPlace;
import io.shardrouter.internal.sql.Refusal;

/** Where one execution of a statement goes. */
public sealed interface Route {
  /**
   * To the shard that holds {@code key}: verbatim under its guard, or with the proof in its text.
   *
   * @param proof where the text can prove that the shard holds the key
   */
  record Single(RoutedKey key, Access access, ProofPlace proof) implements Route {
    /** Under the key's guard. */
    public Single(RoutedKey key, Access access) {
      this(key, access, ProofPlace.NONE);
    }
  }

  /** Verbatim to the one shard that holds all of {@code keys}, under their guards. */
  record Several(ImmutableSet<RoutedKey> keys, Access access) implements Route {}

  /** Verbatim to any one shard: all would answer alike. */
  record Reference() implements Route {}

  /** Verbatim to one shard, without a guard. */
  record OneShard(int shard) implements Route {}

  /**
   * To several shards, whose answers are put together.
   *
   * @param keys whose shards alone are asked; empty: all shards are
   */
  record Scatter(Gathering gathering, ImmutableSet<RoutedKey> keys) implements Route {}

  /**
   * Each row of an INSERT to the shard of its key, with those that go there too.
   *
   * @param keys of the rows, in their order
   */
  record Split(InsertedRows rows, ImmutableList<RoutedKey> keys) implements Route {}

  /** To every shard that the session is on, now and later: a setting. */
  record Session() implements Route {}

  /** Begins or ends the session's transaction. */
  record Transaction() implements Route {}

  /** Nowhere: what was asked is where {@code statement} would go. */
  record Explain(String statement) implements Route {}

  /** Nowhere. */
  record Refused(Refusal refusal) implements Route {}

  /** Whether a statement can change rows. */
  enum Access {
    READ,
    WRITE
  }
}
