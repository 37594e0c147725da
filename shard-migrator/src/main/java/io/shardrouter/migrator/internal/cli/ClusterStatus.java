package io.shardrouter.migrator.internal.cli;

import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.migrator.internal.cli.EachShard.Answer;
import io.shardrouter.migrator.internal.cli.EachShard.Failed;
import io.shardrouter.migrator.internal.cli.EachShard.Given;
import io.shardrouter.migrator.internal.cli.ShardStatus.TableSize;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The status of all shards.
 *
 * @param config what is configured
 * @param shards what each shard answered, by its id
 */
record ClusterStatus(ShardRouterConfig config, Map<Integer, Answer<ShardStatus>> shards) {

  /** What can be said of a shard in one word. */
  enum State {
    UP,
    DOWN,
    /** It answers, but not what it was asked: a wrong password, a missing right. */
    FAILED
  }

  State state(int shard) {
    return shards.get(shard) instanceof Failed<ShardStatus> f ? stateOf(f.failure()) : State.UP;
  }

  private static State stateOf(SQLException failure) {
    String code = failure.getSQLState();
    boolean down = code == null || code.startsWith("08") || code.startsWith("57P");
    return down ? State.DOWN : State.FAILED;
  }

  /** What the shard told; empty where it did not answer. */
  Optional<ShardStatus> of(int shard) {
    return shards.get(shard) instanceof Given<ShardStatus> g
        ? Optional.of(g.value())
        : Optional.empty();
  }

  /** Why the shard did not answer; empty where it did. */
  Optional<String> failure(int shard) {
    return shards.get(shard) instanceof Failed<ShardStatus> f
        ? Optional.of(Failures.paragraph(Failures.messages(f.failure())))
        : Optional.empty();
  }

  /** What somebody should look at; a sentence each, empty where all is well. */
  List<String> attention() {
    List<String> found = new ArrayList<>();
    for (ShardConfig shard : config.shards()) {
      String name = "shard " + shard.id();
      failure(shard.id())
          .ifPresent(
              why ->
                  found.add(
                      name + (state(shard.id()) == State.DOWN ? " is down: " : " failed: ") + why));
      of(shard.id())
          .ifPresent(status -> status.differences().forEach(line -> found.add(name + ": " + line)));
    }
    return found;
  }

  /**
   * The fullest shard's rows of a table over the mean of all shards; empty where a shard does not
   * tell its rows, or there are none.
   */
  OptionalDouble skew(String table) {
    long sum = 0;
    long max = 0;
    for (Integer shard : shards.keySet()) {
      OptionalLong rows = size(shard, table).map(TableSize::rows).orElse(OptionalLong.empty());
      if (rows.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += rows.getAsLong();
      max = Math.max(max, rows.getAsLong());
    }
    return sum == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(max * (double) shards.size() / sum);
  }

  /** A table's size on a shard; empty where the shard does not answer or lacks the table. */
  Optional<TableSize> size(int shard, String table) {
    return of(shard)
        .flatMap(
            status ->
                status.tables().stream().filter(size -> size.table().equals(table)).findFirst());
  }
}
