package io.shardrouter.internal.jdbc;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.plan.Route.Access;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch whose members' keys only their texts and parameters tell: one physical batch for each
 * shard, and the counts in the caller's order.
 */
final class RoutedBatch {
  /** Runs some members of a batch as one physical batch. */
  @FunctionalInterface
  interface Part {
    /**
     * Their counts, in the order of {@code members}.
     *
     * @param members numbers of members, from 0
     */
    long[] run(List<Integer> members) throws SQLException;
  }

  private final KeyedSession session;
  private final String sql;
  private final List<Route> routes;

  /**
   * @param sql all of the batch as one text
   * @param routes of the members, in their order
   */
  RoutedBatch(KeyedSession session, String sql, List<Route> routes) {
    this.session = session;
    this.sql = sql;
    this.routes = routes;
  }

  /**
   * Runs it.
   *
   * @throws RefusedException {@code SR005} where it falls on several shards in a transaction, or
   *     outside of one without {@code transactions: best-effort}; nothing was run then
   * @throws BatchUpdateException where a shard fails; the counts say which members went in
   */
  long[] run(Part part) throws SQLException {
    if (routes.stream().allMatch(Route.Reference.class::isInstance)) {
      return session.byText().executeAnywhere(sql, lead -> part.run(members()));
    }
    Map<Integer, List<Integer>> byShard = byShard();
    if (byShard.size() == 1) {
      return run(members(), part);
    }
    BestEffort.require(session, "the batch falls", byShard.size());
    return runEach(byShard, part);
  }

  private Map<Integer, List<Integer>> byShard() throws SQLException {
    Map<Integer, List<Integer>> byShard = new LinkedHashMap<>();
    for (int member = 0; member < routes.size(); member++) {
      int shard = session.router().holder(keys(member).iterator().next());
      byShard.computeIfAbsent(shard, id -> new ArrayList<>()).add(member);
    }
    return byShard;
  }

  /**
   * For a batch with a result besides its counts.
   *
   * @param what each shard would give its own of
   * @throws RefusedException {@code SR004} where the batch falls on several shards
   */
  void requireOneShard(String what) throws SQLException {
    if (!routes.stream().allMatch(Route.Reference.class::isInstance) && byShard().size() > 1) {
      throw new RefusedException(
          SqlState.REFUSED,
          "the batch falls on several shards, and %s are not brought together: split it by key"
              .formatted(what));
    }
  }

  private List<Integer> members() {
    List<Integer> all = new ArrayList<>();
    for (int member = 0; member < routes.size(); member++) {
      all.add(member);
    }
    return all;
  }

  private ImmutableSet<RoutedKey> keys(int member) throws RefusedException {
    Route route = routes.get(member);
    if (route instanceof Route.Single single) {
      return ImmutableSet.of(single.key());
    }
    if (route instanceof Route.Several several) {
      return several.keys();
    }
    if (route instanceof Route.Refused refused) {
      throw new RefusedException(refused.refusal().state(), refused.refusal().message());
    }
    if (route instanceof Route.Split) {
      throw new RefusedException(
          SqlState.REFUSED,
          "the rows of member %d of the batch fall on several shards: add each row by itself"
              .formatted(member + 1));
    }
    throw new RefusedException(
        SqlState.REFUSED,
        "member %d of the batch belongs to no key: run it by itself".formatted(member + 1));
  }

  private long[] run(List<Integer> members, Part part) throws SQLException {
    ImmutableSet.Builder<RoutedKey> keys = ImmutableSet.builder();
    for (int member : members) {
      keys.addAll(keys(member));
    }
    return session
        .byText()
        .execute(new Route.Several(keys.build(), Access.WRITE), sql, lead -> part.run(members));
  }

  private long[] runEach(Map<Integer, List<Integer>> byShard, Part part) throws SQLException {
    long[] counts = new long[routes.size()];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    for (Map.Entry<Integer, List<Integer>> shard : byShard.entrySet()) {
      try {
        long[] done = run(shard.getValue(), part);
        for (int i = 0; i < done.length; i++) {
          counts[shard.getValue().get(i)] = done[i];
        }
      } catch (SQLException e) {
        throw new BatchUpdateException(
            "the part on shard %d failed; parts with counts are in: %s"
                .formatted(shard.getKey(), e.getMessage()),
            e.getSQLState(),
            e.getErrorCode(),
            counts,
            e);
      }
    }
    return counts;
  }
}
