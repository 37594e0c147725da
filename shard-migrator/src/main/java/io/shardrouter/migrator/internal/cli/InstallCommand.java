package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.internal.guard.Installer;
import io.shardrouter.internal.guard.Installer.Outcome;
import io.shardrouter.migrator.internal.cli.EachShard.Answer;
import io.shardrouter.migrator.internal.cli.EachShard.Failed;
import io.shardrouter.migrator.internal.sequences.DisjointSequences.Disjoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code install}: puts the shard-side schema on every shard, or on none. */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Puts the shard_router schema on every shard, as the migrator's role where one is configured.",
      "Nothing is changed unless every shard is reachable and none refuses. May be repeated, and"
          + " run while routers work."
    })
final class InstallCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(
      names = "--sequences",
      description =
          "Also make the sequences behind the groups' columns give numbers that no other shard's do"
              + " (INCREMENT 1024, from the shard's id + 1, above all that are used), so that unique"
              + " constraints on them do not stop a move.")
  private boolean sequences;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  InstallCommand() {}

  @Override
  public Integer call() throws Exception {
    ShardRouterConfig config = shardctl.config();
    SequenceInstall ofSequences = new SequenceInstall(config);
    if (sequences) {
      ofSequences.requireSmallIds();
    }
    Installer installer = new Installer(config);
    requireNoObjection(EachShard.ask(config.shards(), LIMIT, shard -> plan(installer, shard)));
    Output output = new Output(spec);
    Map<Integer, Outcome> done = new TreeMap<>();
    Map<Integer, List<Disjoint>> disjoint = Map.of();
    try (StatusLine progress = StatusLine.on(spec.commandLine().getErr())) {
      for (ShardConfig shard : config.shards()) {
        progress.show("installing on shard " + shard.id());
        done.put(shard.id(), install(installer, shard, done));
      }
      if (sequences) {
        disjoint = ofSequences.run(progress);
      }
    }
    if (json) {
      output.json(document(done, disjoint));
    } else {
      done.forEach((shard, outcome) -> output.line("shard " + shard + ": " + word(outcome)));
      disjoint.forEach((shard, made) -> SequenceInstall.lines(shard, made).forEach(output::line));
    }
    return ExitStatus.DONE;
  }

  private static Outcome plan(Installer installer, ShardConfig shard) throws SQLException {
    try (Connection connection = ShardLogin.asMigrator(shard)) {
      return installer.plan(connection, shard.id());
    }
  }

  /** Names every shard that is down or refuses, so that one look is enough to repair them all. */
  private static void requireNoObjection(Map<Integer, Answer<Outcome>> plans)
      throws CommandFailure {
    List<String> refusals = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    plans.forEach(
        (shard, plan) -> {
          if (plan instanceof Failed<Outcome> f) {
            boolean refused = f.failure() instanceof RefusedException;
            (refused ? refusals : failures).add(named(shard, Failures.messages(f.failure())));
          }
        });
    if (!failures.isEmpty() || !refusals.isEmpty()) {
      int status = failures.isEmpty() ? ExitStatus.WRONG : ExitStatus.FAILED;
      failures.addAll(refusals);
      throw new CommandFailure(status, "nothing was installed; " + String.join("; ", failures));
    }
  }

  private static String named(int shard, String message) {
    String name = "shard " + shard;
    return message.startsWith(name + " ") ? message : name + ": " + message;
  }

  private static Outcome install(Installer installer, ShardConfig shard, Map<Integer, Outcome> done)
      throws CommandFailure {
    try (Connection connection = ShardLogin.asMigrator(shard)) {
      return installer.install(connection, shard.id());
    } catch (SQLException e) {
      CommandFailure failure =
          new CommandFailure(
              ExitStatus.FAILED,
              "shard %d: %s; installed on shards %s so far, run install again to finish"
                  .formatted(shard.id(), Failures.messages(e), done.keySet()));
      failure.initCause(e);
      throw failure;
    }
  }

  private static JsonObject document(
      Map<Integer, Outcome> done, Map<Integer, List<Disjoint>> disjoint) {
    JsonArray shards = new JsonArray();
    done.forEach(
        (shard, outcome) -> {
          JsonObject each = new JsonObject();
          each.addProperty("id", shard);
          each.addProperty("outcome", word(outcome));
          if (disjoint.containsKey(shard)) {
            each.add("sequences", SequenceInstall.json(disjoint.get(shard)));
          }
          shards.add(each);
        });
    JsonObject document = new JsonObject();
    document.add("shards", shards);
    return document;
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case INSTALLED -> "installed";
      case UNCHANGED -> "already installed";
      case UPGRADED -> "upgraded";
      case GROWN -> "grown";
    };
  }
}
