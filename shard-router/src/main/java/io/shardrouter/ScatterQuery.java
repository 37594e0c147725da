package io.shardrouter;

import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A query for {@link ShardedDataSource#scatter(ScatterQuery)}. Immutable; each method gives a
 * changed copy.
 *
 * <pre>{@code
 * ScatterQuery.of("select id, name from users where balance > ?", 100)
 *     .timeout(Duration.ofSeconds(5));
 * }</pre>
 */
public final class ScatterQuery {
  private final String sql;
  private final List<@Nullable Object> parameters;
  private final ImmutableSortedSet<Integer> shards;
  private final @Nullable Duration timeout;
  private final int fetchSize;

  private ScatterQuery(
      String sql,
      List<@Nullable Object> parameters,
      ImmutableSortedSet<Integer> shards,
      @Nullable Duration timeout,
      int fetchSize) {
    this.sql = sql;
    this.parameters = parameters;
    this.shards = shards;
    this.timeout = timeout;
    this.fetchSize = fetchSize;
  }

  /**
   * One reading statement for all shards.
   *
   * @param sql PostgreSQL's SQL with {@code ?} for parameters, passed verbatim to every shard
   * @param parameters bound as by {@link java.sql.PreparedStatement#setObject(int, Object)}; may be
   *     null each, and must not change while the scatter runs. Streams, LOBs and SQLXML are refused
   *     by the scatter: they can be read once, and there are several shards.
   */
  public static ScatterQuery of(String sql, @Nullable Object... parameters) {
    List<@Nullable Object> copy =
        Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(parameters, parameters.length)));
    return new ScatterQuery(sql, copy, ImmutableSortedSet.of(), null, 0);
  }

  /**
   * Asks these shards only; default: all. Moves <em>among</em> the named shards are seen exactly. A
   * key that moves between a named and an unnamed shard is in the answer if its shard held it when
   * that shard was read: each shard answers from one snapshot, but the snapshots of a named and an
   * unnamed shard are not compared, since the unnamed one is not asked.
   *
   * @param ids at least one; doubles count once
   * @throws IllegalArgumentException without ids
   */
  public ScatterQuery onShards(int... ids) {
    if (ids.length == 0) {
      throw new IllegalArgumentException("name at least one shard");
    }
    ImmutableSortedSet<Integer> named =
        Arrays.stream(ids)
            .boxed()
            .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare));
    return new ScatterQuery(sql, parameters, named, timeout, fetchSize);
  }

  /**
   * The longest time from the call of {@code scatter} to the last row; default: the configuration's
   * {@code statementTimeout}. It is looked at whenever the scatter waits for a shard; rows that are
   * already here are given even later. Waiting for a pool's free connection ends with the pool's
   * {@code connectionTimeout}.
   *
   * @param value zero for no limit
   * @throws IllegalArgumentException where it is negative
   */
  public ScatterQuery timeout(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("a timeout cannot be negative: " + value);
    }
    return new ScatterQuery(sql, parameters, shards, value, fetchSize);
  }

  /**
   * How many rows a shard gives at a time; default: the configuration's {@code fetchSize}. A
   * scatter holds about this many rows of each shard in memory.
   *
   * @throws IllegalArgumentException where it is below 1
   */
  public ScatterQuery fetchSize(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("fetchSize must be at least 1, not " + rows);
    }
    return new ScatterQuery(sql, parameters, shards, timeout, rows);
  }

  /** The statement, as given. */
  public String sql() {
    return sql;
  }

  /** The parameters in their order, which may be null each; unmodifiable. */
  public List<@Nullable Object> parameters() {
    return parameters;
  }

  /** The ids of the named shards; empty for all. */
  public SortedSet<Integer> shards() {
    return shards;
  }

  /** The limit, where one was given; zero is none. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** The rows at a time, where they were given. */
  public OptionalInt fetchSize() {
    return fetchSize == 0 ? OptionalInt.empty() : OptionalInt.of(fetchSize);
  }
}
