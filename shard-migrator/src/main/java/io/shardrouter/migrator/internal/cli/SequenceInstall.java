package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.migrator.internal.catalog.ColumnSequence;
import io.shardrouter.migrator.internal.cli.EachShard.Answer;
import io.shardrouter.migrator.internal.cli.EachShard.Failed;
import io.shardrouter.migrator.internal.cli.EachShard.Given;
import io.shardrouter.migrator.internal.sequences.DisjointSequences;
import io.shardrouter.migrator.internal.sequences.DisjointSequences.Disjoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The part of {@code install} that makes sequences disjoint: on every shard, or on none. */
final class SequenceInstall {
  /** The greatest number in a large table without an index may take long to find. */
  private static final Duration LIMIT = Duration.ofDays(1);

  private final ShardRouterConfig config;

  SequenceInstall(ShardRouterConfig config) {
    this.config = config;
  }

  /**
   * Every shard has numbers of its own.
   *
   * @throws CommandFailure with status 2
   */
  void requireSmallIds() throws CommandFailure {
    for (ShardConfig shard : config.shards()) {
      if (shard.id() >= ColumnSequence.DISJOINT_INCREMENT) {
        throw new CommandFailure(
            ExitStatus.WRONG,
            "nothing was installed; shard %d has an id above %d, for which disjoint sequences have no numbers"
                .formatted(shard.id(), ColumnSequence.DISJOINT_INCREMENT - 1));
      }
    }
  }

  /** Makes them disjoint; gives what each shard has then. */
  Map<Integer, List<Disjoint>> run(StatusLine progress)
      throws CommandFailure, InterruptedException {
    progress.show("looking at sequences");
    requireNoObjection(EachShard.ask(config.shards(), LIMIT, this::objections));
    Map<Integer, List<Disjoint>> made = new TreeMap<>();
    for (ShardConfig shard : config.shards()) {
      progress.show("changing sequences on shard " + shard.id());
      try (Connection connection = ShardLogin.asMigrator(shard)) {
        made.put(shard.id(), sequences(connection, shard).make());
      } catch (SQLException e) {
        CommandFailure failure =
            new CommandFailure(
                ExitStatus.FAILED,
                "shard %d: %s; sequences are disjoint on shards %s so far, run it again to finish"
                    .formatted(shard.id(), Failures.messages(e), made.keySet()));
        failure.initCause(e);
        throw failure;
      }
    }
    return made;
  }

  private List<String> objections(ShardConfig shard) throws SQLException {
    try (Connection connection = ShardLogin.asMigrator(shard)) {
      return sequences(connection, shard).objections();
    }
  }

  private DisjointSequences sequences(Connection connection, ShardConfig shard)
      throws SQLException {
    return DisjointSequences.of(connection, shard.id(), config.groups().keySet());
  }

  private static void requireNoObjection(Map<Integer, Answer<List<String>>> answers)
      throws CommandFailure {
    List<String> refusals = new ArrayList<>();
    answers.forEach(
        (shard, answer) -> {
          if (answer instanceof Failed<List<String>> f) {
            refusals.add("shard " + shard + ": " + Failures.messages(f.failure()));
          } else if (answer instanceof Given<List<String>> g) {
            g.value().forEach(why -> refusals.add("shard " + shard + ": " + why));
          }
        });
    if (!refusals.isEmpty()) {
      throw new CommandFailure(
          ExitStatus.FAILED, "no sequence was changed; " + String.join("; ", refusals));
    }
  }

  /** A line for each sequence. */
  static List<String> lines(int shard, List<Disjoint> sequences) {
    return sequences.stream()
        .map(
            each ->
                "shard %d: sequence %s: %s, next %d"
                    .formatted(shard, each.name(), word(each), each.next()))
        .toList();
  }

  static JsonArray json(List<Disjoint> sequences) {
    JsonArray json = new JsonArray();
    for (Disjoint sequence : sequences) {
      JsonObject each = new JsonObject();
      each.addProperty("name", sequence.name());
      each.addProperty("outcome", word(sequence));
      each.addProperty("next", sequence.next());
      json.add(each);
    }
    return json;
  }

  private static String word(Disjoint sequence) {
    return sequence.changed() ? "made disjoint" : "already disjoint";
  }
}
