package io.shardrouter.internal.jdbc;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.exec.Separable;
import io.shardrouter.internal.jdbc.BesideParts.Outcome;
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
import java.util.TreeMap;

/**
 * A batch whose members' keys only their texts and parameters tell: one physical batch for each
 * shard, and the counts in the caller's order.
 */
final class RoutedBatch {
  /** Runs some members of a batch as one physical batch. For any thread. */
  @FunctionalInterface
  interface Part {
    /**
     * Their counts, in the order of {@code members}.
     *
     * @param statement by which they run: the batch's own, or one beside it
     * @param members numbers of members, from 0
     */
    long[] run(KeyedStatement statement, List<Integer> members) throws SQLException;
  }

  private final KeyedStatement statement;
  private final KeyedSession session;
  private final String sql;
  private final List<Route> routes;

  /**
   * @param sql all of the batch as one text
   * @param routes of the members, in their order
   */
  RoutedBatch(KeyedStatement statement, String sql, List<Route> routes) {
    this.statement = statement;
    this.session = statement.session();
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
      return session.byText().executeAnywhere(sql, lead -> part.run(statement, members()));
    }
    Map<Integer, List<Integer>> byShard = byShard();
    if (byShard.size() == 1) {
      return run(statement, members(), part);
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

  private long[] run(KeyedStatement by, List<Integer> members, Part part) throws SQLException {
    ImmutableSet.Builder<RoutedKey> keys = ImmutableSet.builder();
    for (int member : members) {
      keys.addAll(keys(member));
    }
    return by.session()
        .byText()
        .execute(
            new Route.Several(keys.build(), Access.WRITE),
            sql,
            Separable.APART,
            lead -> part.run(by, members));
  }

  /** All shards at once: the one where the session is by its own connection. */
  private long[] runEach(Map<Integer, List<Integer>> byShard, Part part) throws SQLException {
    BesideParts<long[]> parts = new BesideParts<>(statement);
    int here = session.byText().nearest(byShard.keySet());
    for (Map.Entry<Integer, List<Integer>> shard : byShard.entrySet()) {
      if (shard.getKey() != here) {
        parts.start(shard.getKey(), by -> run(by, shard.getValue(), part));
      }
    }
    parts.runHere(here, by -> run(by, byShard.get(here), part));
    return counts(byShard, parts.outcomes());
  }

  private long[] counts(Map<Integer, List<Integer>> byShard, Map<Integer, Outcome<long[]>> outcomes)
      throws BatchUpdateException {
    long[] counts = new long[routes.size()];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    Map<Integer, SQLException> failed = new TreeMap<>();
    outcomes.forEach(
        (shard, outcome) -> {
          if (outcome instanceof Outcome.Failed<long[]> part) {
            failed.put(shard, part.failure());
          } else if (outcome instanceof Outcome.Done<long[]> part) {
            for (int i = 0; i < part.result().length; i++) {
              counts[byShard.get(shard).get(i)] = part.result()[i];
            }
          }
        });
    if (!failed.isEmpty()) {
      throw failure(failed, counts);
    }
    return counts;
  }

  private static BatchUpdateException failure(Map<Integer, SQLException> failed, long[] counts) {
    SQLException first = failed.values().iterator().next();
    BatchUpdateException failure =
        new BatchUpdateException(
            "the parts on the shards %s failed; parts with counts are in: %s"
                .formatted(failed.keySet(), first.getMessage()),
            first.getSQLState(),
            first.getErrorCode(),
            counts,
            first);
    failed.values().stream().skip(1).forEach(failure::addSuppressed);
    return failure;
  }
}
