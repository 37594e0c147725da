package io.shardrouter.migrator.internal.cli;

import io.shardrouter.ShardRouterConfig;
import io.shardrouter.migrator.internal.cli.StatusInquiry.Counting;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code status}: what each shard is, holds, and is installed as. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Shows each shard's server, installation, placements, tables and connections. Exit status"
            + " 3 where a shard is down or differs from the configuration.")
final class StatusCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LIMIT_OF_COUNTING = Duration.ofDays(1);

  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(
      names = "--exact",
      description = "Count the rows of every table instead of estimating them. May take long.")
  private boolean exact;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "How long to wait for the shards: 500ms, 30s, 5m. Default: 30s; a day with --exact.")
  private @Nullable Duration timeout;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  StatusCommand() {}

  @Override
  public Integer call() throws Exception {
    ShardRouterConfig config = shardctl.config();
    StatusInquiry inquiry = new StatusInquiry(config, exact ? Counting.EXACT : Counting.ESTIMATED);
    Duration usual = exact ? LIMIT_OF_COUNTING : LIMIT;
    ClusterStatus status;
    try (StatusLine progress = StatusLine.on(spec.commandLine().getErr())) {
      progress.show("asking " + config.shards().size() + " shards");
      status =
          new ClusterStatus(
              config,
              EachShard.ask(config.shards(), timeout == null ? usual : timeout, inquiry::ask));
    }
    Output output = new Output(spec);
    if (json) {
      output.json(StatusJson.of(status));
    } else {
      StatusText.print(status, output.results());
    }
    status.attention().forEach(output::say);
    return status.attention().isEmpty() ? ExitStatus.DONE : ExitStatus.ATTENTION;
  }
}
