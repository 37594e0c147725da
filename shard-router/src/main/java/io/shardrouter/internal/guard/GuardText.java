package io.shardrouter.internal.guard;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.guard.Proof.History;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.PlacementMap;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.sql.ProofPlace;
import io.shardrouter.internal.sql.Remembered;
import io.shardrouter.internal.sql.StatementText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The guard of one group as SQL text, alone and ahead of callers' statements. Thread-safe.
 *
 * <p>Texts that were put together once are kept, by the caller's text, up to a bound on their
 * length.
 */
public final class GuardText {
  /** The fence's lock, which takes no snapshot. */
  public static final String FENCE = "lock table shard_router.fence in row share mode;";

  private static final long CACHED_CHARACTERS = 8L << 20;

  private final String prepared;
  private final String function;
  private final String group;
  private final Optional<Proofs> proofs;
  private final long waitMillis;
  private final Remembered<String, Guarded> known =
      new Remembered<>(CACHED_CHARACTERS, sql -> 1_000 + 4L * sql.length());

  /**
   * @param placements what is known to have moved
   * @param wait the longest a guard waits for a move; milliseconds matter
   */
  public GuardText(Group group, PlacementMap placements, Duration wait) {
    this(
        "guard",
        SqlText.literal(group.name()) + ",",
        Optional.of(new Proofs(group, placements)),
        wait);
  }

  private GuardText(String function, String group, Optional<Proofs> proofs, Duration wait) {
    this.function = function;
    this.group = group;
    this.proofs = proofs;
    this.waitMillis = wait.toMillis();
    this.prepared = "select shard_router." + function + "(" + group + "?,?," + waitMillis + ");";
  }

  /**
   * The guard of all groups together, for a router that knows one shard alone: it takes slot and
   * key as a group's guard does, and does not look at them.
   *
   * @param wait as for a group's
   */
  public static GuardText ofAllGroups(Duration wait) {
    return new GuardText("guard_whole", "", Optional.empty(), wait);
  }

  /**
   * The texts that belong to a caller's statement.
   *
   * @param sql the caller's text
   * @param standardStrings the session's {@code standard_conforming_strings}
   * @throws SQLException where the driver cannot split the text
   */
  public Guarded of(String sql, boolean standardStrings) throws SQLException {
    if (!standardStrings) {
      return new Guarded(sql, StatementText.scan(sql, false));
    }
    Guarded guarded = known.get(sql);
    return guarded == null
        ? known.put(sql, new Guarded(sql, StatementText.scan(sql, true)))
        : guarded;
  }

  /** The guard with its parameters (1: slot, 2: key) still open. */
  public String prepared(Ahead lead) {
    return switch (lead) {
      case NOTHING, IN_BLOCK -> "";
      case GUARD -> prepared;
      case FENCE_AND_GUARD -> FENCE + prepared;
    };
  }

  /** As {@link #prepared}, where the transaction holds many guards: the group's lock stands in. */
  public String wide() {
    return "select shard_router." + function + "_wide(" + group + "?,?," + waitMillis + ")";
  }

  /**
   * The guards of many keys in one statement, with its parameters (1: slots, 2: keys, both arrays)
   * still open.
   *
   * @param wide whether the group's lock is to stand in for the keys'
   */
  public String ofMany(boolean wide) {
    return ofMany(wide, "unnest(?::int[],?::text[])");
  }

  private String ofMany(boolean wide, String keys) {
    return "select max(shard_router."
        + function
        + (wide ? "_wide(" : "(")
        + group
        + "slot,key,"
        + waitMillis
        + ")) from "
        + keys
        + " as keys(slot, key)";
  }

  private static String literal(Guards guards) {
    return guards.keys().stream()
        .map(key -> "(" + key.slot() + "," + SqlText.literal(key.key()) + ")")
        .collect(Collectors.joining(",", "(values ", ")"));
  }

  /** The guard of {@code key} with nothing left open, for statements without parameters. */
  public String literal(Ahead lead, RoutedKey key) {
    if (lead.results() == 0) {
      return "";
    }
    String guard =
        "select shard_router."
            + function
            + "("
            + group
            + key.slot()
            + ","
            + SqlText.literal(key.key())
            + ","
            + waitMillis
            + ");";
    return lead == Ahead.GUARD ? guard : FENCE + guard;
  }

  private Proofs proofs() {
    return proofs.orElseThrow(
        () -> new IllegalStateException("no text of all groups is one key's"));
  }

  /** A caller's text with what it takes along. */
  public final class Guarded {
    private final String sql;
    private final StatementText text;
    private @Nullable String withGuard;
    private @Nullable String withFence;
    private ImmutableList<Proof> withProof = ImmutableList.of();

    private Guarded(String sql, StatementText text) {
      this.sql = sql;
      this.text = text;
    }

    /** What the scan of the caller's text told. */
    public StatementText text() {
      return text;
    }

    /**
     * The proof that the text can take.
     *
     * @param shard which is asked for {@code key}
     */
    public Proof proof(ProofPlace place, RoutedKey key, int shard) {
      int base = proofs().base(key);
      History history = proofs().history(base, shard);
      for (Proof proof : withProof) {
        if (proof.base() == base && proof.history() == history) {
          return proof;
        }
      }
      Proof proof = proofs().prepared(sql, place, base, history);
      // Where threads race, one is put together again.
      withProof = ImmutableList.<Proof>builder().addAll(withProof).add(proof).build();
      return proof;
    }

    /** The caller's text with {@code lead}, whose parameters are open. */
    public String prepared(Lead lead) {
      if (lead instanceof Proof proof) {
        return proof.sql();
      }
      if (lead instanceof Guards guards) {
        return ofMany(guards.wide()) + ";" + sql;
      }
      // Racing threads put together equal strings.
      if (lead == Ahead.GUARD) {
        String found = withGuard;
        if (found == null) {
          found = GuardText.this.prepared(Ahead.GUARD) + sql;
          withGuard = found;
        }
        return found;
      }
      if (lead == Ahead.FENCE_AND_GUARD) {
        String found = withFence;
        if (found == null) {
          found = GuardText.this.prepared(Ahead.FENCE_AND_GUARD) + sql;
          withFence = found;
        }
        return found;
      }
      return sql;
    }

    /** The caller's text, which has no parameters, with {@code lead} for {@code key}. */
    public String literal(Lead lead, RoutedKey key) {
      if (lead instanceof Proof proof) {
        return proofs().literal(sql, proof, key);
      }
      return lead instanceof Guards guards
          ? ofMany(guards.wide(), GuardText.literal(guards)) + ";" + sql
          : GuardText.this.literal((Ahead) lead, key) + sql;
    }
  }
}
