package io.shardrouter.migrator.internal.cli;

import com.google.common.collect.Lists;
import io.shardrouter.GroupConfig;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.migrator.BatchPolicy;
import io.shardrouter.migrator.BatchReport;
import io.shardrouter.migrator.BatchStatus;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MigratorOptions;
import io.shardrouter.migrator.MovePlan;
import io.shardrouter.migrator.MoveRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code move}: moves a key, a slot, or many of them, to other shards. */
@Command(
    name = "move",
    mixinStandardHelpOptions = true,
    description = {
      "Moves a key, a slot, or all that a file lists, while services run. What its target holds"
          + " already is skipped, so a command that was stopped is run again as it is.",
      "The file is CSV in UTF-8: key,target on each line, or the key alone with --to. A first line"
          + " may name the columns instead: key, slot, target, group. Comments begin with #. Nothing"
          + " moves unless every line is good."
    })
final class MoveCommand implements Callable<Integer> {
  /** A large move that runs is better ended than left open; whoever cannot wait kills. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "The colocation group. May be left out where there is only one.")
  private @Nullable String group;

  @Option(names = "--key", paramLabel = "KEY", description = "The key to move.")
  private @Nullable String key;

  @Option(names = "--slot", paramLabel = "N", description = "The slot to move.")
  private @Nullable Integer slot;

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description = "A file that lists what to move; - is standard input.")
  private @Nullable Path file;

  @Option(
      names = "--to",
      paramLabel = "SHARD",
      description = "The shard that shall hold it; with --from-file, for lines that name none.")
  private @Nullable Integer target;

  @Option(
      names = "--dry-run",
      description =
          "Show what would move, and why it would be refused; change nothing. Exit status 3 where"
              + " something would be refused.")
  private boolean dryRun;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many moves run at once from or to one shard. Default: 1.")
  private int parallel = MigratorOptions.DEFAULT.movesPerShard();

  @Option(
      names = "--share",
      paramLabel = "S",
      description =
          "With --from-file: in which part of the time to move, above 0 to 1. After each move of T"
              + " seconds, T * (1/S - 1) seconds without one from or to its two shards (of N, with"
              + " --parallel N), for their other users. 1: no such rests. Default: 0.02.")
  private double share = MigratorOptions.DEFAULT.share();

  @Option(names = "--keep-going", description = "Go on with the others when a move fails.")
  private boolean keepGoing;

  @Option(
      names = "--fence-wait",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "How long to try to keep the writers of one move off: 500ms, 30s, 5m. Default: 30s.")
  private Duration fenceWait = MigratorOptions.DEFAULT.fenceWait();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  MoveCommand() {}

  @Override
  public Integer call() throws Exception {
    requireSense();
    ShardRouterConfig config = shardctl.config();
    List<NumberedMove> moves = moves(config);
    MigratorOptions options = new MigratorOptions(fenceWait, parallel, share);
    try (Migrator migrator = Migrator.open(config, options)) {
      if (file != null) {
        requireNoRefusal(migrator, moves);
      }
      return dryRun ? plan(migrator, moves) : move(migrator, moves);
    }
  }

  private void requireSense() {
    if (Stream.of(key, slot, file).filter(o -> o != null).count() != 1) {
      throw wrong("give one of --key, --slot and --from-file");
    }
    if (file == null && target == null) {
      throw wrong("give the target: --to SHARD");
    }
    if (parallel < 1) {
      throw wrong("--parallel must be at least 1, not " + parallel);
    }
    if (!(share > 0 && share <= 1)) {
      throw wrong("--share must be above 0 and at most 1, not " + share);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private List<NumberedMove> moves(ShardRouterConfig config) throws CommandFailure {
    OptionalInt to = target == null ? OptionalInt.empty() : OptionalInt.of(target);
    if (file != null) {
      Optional<String> of =
          group == null
              ? GroupChoice.find(config, null).map(GroupConfig::name)
              : Optional.of(GroupChoice.require(spec, config, group).name());
      return MoveFile.read(file, of, to);
    }
    String of = GroupChoice.require(spec, config, group).name();
    if (key != null) {
      Encoding.requireIntact(key);
      return List.of(new NumberedMove(0, MoveRequest.key(ShardKey.of(of, key), to.getAsInt())));
    }
    return List.of(
        new NumberedMove(0, MoveRequest.slot(of, slot == null ? -1 : slot, to.getAsInt())));
  }

  private void requireNoRefusal(Migrator migrator, List<NumberedMove> moves)
      throws SQLException, CommandFailure {
    Faults faults = new Faults(String.valueOf(file));
    migrator
        .refusals(requests(moves))
        .forEach((index, reason) -> faults.add(moves.get(index).place() + reason));
    faults.requireNone();
  }

  private static List<MoveRequest> requests(List<NumberedMove> moves) {
    return Lists.transform(moves, NumberedMove::request);
  }

  private int plan(Migrator migrator, List<NumberedMove> moves) throws SQLException {
    List<MovePlan> plans = new ArrayList<>();
    try (StatusLine progress = StatusLine.on(spec.commandLine().getErr())) {
      for (NumberedMove move : moves) {
        progress.show("planning, %d of %d".formatted(plans.size() + 1, moves.size()));
        plans.add(migrator.plan(move.request()));
      }
    }
    MovePlans planned = new MovePlans(moves, plans);
    Output output = new Output(spec);
    if (json) {
      output.json(planned.document());
    } else {
      planned.print(output.results());
    }
    planned.objections().forEach(output::say);
    return planned.objections().isEmpty() ? ExitStatus.DONE : ExitStatus.ATTENTION;
  }

  private int move(Migrator migrator, List<NumberedMove> moves) throws SQLException {
    shardctl.interruption().allow(PATIENCE);
    BatchReport report;
    try (StatusLine progress = StatusLine.on(spec.commandLine().getErr())) {
      report =
          migrator.moveAll(
              requests(moves),
              keepGoing ? BatchPolicy.KEEP_GOING : BatchPolicy.STOP_AT_FIRST_FAILURE,
              status -> progress.show(line(status)));
    }
    MoveResults results = new MoveResults(moves, report);
    Output output = new Output(spec);
    if (json) {
      output.json(results.document());
    } else {
      results.print(output.results());
    }
    results.failures().forEach(output::say);
    int left = report.count(BatchReport.NotStarted.class);
    if (left > 0) {
      output.say(
          "%s before %s; run the same command again, and what is done is skipped"
              .formatted(
                  report.interrupted() ? "interrupted" : "stopped",
                  left == 1 ? "1 move" : left + " moves"));
    }
    return report.isComplete() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private static String line(BatchStatus status) {
    return String.format(
        Locale.ROOT,
        "%d of %d, %d running, %d failed, %.1f moves/s, %.0f rows/s%s%s",
        status.done(),
        status.total(),
        status.running(),
        status.failed(),
        status.movesPerSecond(),
        status.rowsPerSecond(),
        status.resting().isZero() ? "" : ", resting " + Elapsed.of(status.resting()),
        status.timeLeft().map(left -> ", " + Elapsed.of(left) + " left").orElse(""));
  }
}
