package io.shardrouter.benchmarks.load;

import com.google.common.base.Splitter;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.benchmarks.measure.Conditions;
import io.shardrouter.benchmarks.measure.Destination;
import io.shardrouter.benchmarks.measure.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A ramp of users over the demo's service: {@code java -jar benchmarks.jar load [--users
 * 100,500,1000] [--stage-seconds N] [--think-ms N] [--people N] [--config FILE] [--out FILE]}.
 * Exits with status 1 where a stage misses a threshold.
 */
public final class LoadReport {
  /** So many times shorter than the first stage is what warms up. */
  private static final int WARM_UP = 5;

  private final Size size;
  private final Optional<ShardRouterConfig> config;
  private final String out;
  private boolean passed = true;

  /**
   * How much is done.
   *
   * @param users at once, by stages
   * @param stage how long each of them is
   * @param think between two requests of a user
   * @param people whose rows are read and written
   */
  public record Size(List<Integer> users, Duration stage, Duration think, int people) {
    public static final Size DEFAULT =
        new Size(List.of(100, 500, 1_000), Duration.ofSeconds(20), Duration.ofSeconds(1), 10_000);

    /** For a look within a minute. */
    public static final Size QUICK =
        new Size(List.of(100, 500, 1_000), Duration.ofSeconds(5), Duration.ofSeconds(1), 1_000);

    /** Copies the list. */
    public Size {
      users = List.copyOf(users);
    }
  }

  /** Of so much, over databases that it starts. */
  public LoadReport(Size size) {
    this(size, Optional.empty(), "");
  }

  private LoadReport(Size size, Optional<ShardRouterConfig> config, String out) {
    this.size = size;
    this.config = config;
    this.out = out;
  }

  /** Runs all stages; ends this JVM with status 1 where one misses a threshold. */
  public static void main(String[] args) throws SQLException, IOException {
    LoadReport load = of(args);
    Destination.write(load.out, load.run());
    if (!load.passed) {
      System.exit(1);
    }
  }

  /** As a command line says. */
  static LoadReport of(String... args) {
    Size size = Size.DEFAULT;
    Optional<ShardRouterConfig> config = Optional.empty();
    String out = "";
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw usage();
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--out" -> out = value;
        case "--config" -> config = Optional.of(ShardRouterConfig.load(Path.of(value)));
        default -> size = changed(size, args[i], value);
      }
    }
    return new LoadReport(size, config, out);
  }

  private static Size changed(Size size, String option, String value) {
    return switch (option) {
      case "--users" ->
          new Size(
              Splitter.on(',')
                  .splitToStream(value)
                  .map(v -> UsageException.whole(option, v))
                  .toList(),
              size.stage,
              size.think,
              size.people);
      case "--stage-seconds" ->
          new Size(
              size.users,
              Duration.ofSeconds(UsageException.whole(option, value)),
              size.think,
              size.people);
      case "--think-ms" ->
          new Size(
              size.users,
              size.stage,
              Duration.ofMillis(UsageException.whole(option, value)),
              size.people);
      case "--people" ->
          new Size(size.users, size.stage, size.think, UsageException.whole(option, value));
      default -> throw usage();
    };
  }

  private static UsageException usage() {
    return new UsageException(
        "usage: java -jar benchmarks.jar load [--users 100,500,1000] [--stage-seconds N]"
            + " [--think-ms N] [--people N] [--config FILE] [--out FILE]");
  }

  /** Runs all stages, and gives the table. */
  public String run() throws SQLException {
    try (Service service =
        config.isPresent()
            ? Service.over(config.get(), size.people)
            : Service.embedded(size.people)) {
      StringBuilder report = new StringBuilder();
      report.append(Conditions.line(service.version(), effort()));
      report.append(Outcome.HEADING);
      Visitors visitors = new Visitors(service);
      // The compilers' work is not the service's.
      visitors.run(stage(size.users.get(0)).shortened(WARM_UP));
      for (int users : size.users) {
        Outcome outcome = visitors.run(stage(users));
        passed &= outcome.isFastEnough() && outcome.isReliable();
        report.append(outcome.row());
        // While the rest is on its way.
        System.err.print(outcome.row());
      }
      return report.toString();
    }
  }

  private Stage stage(int users) {
    return new Stage(users, size.stage, size.think);
  }

  private String effort() {
    return "stages of %d s with %s users, a request of each every %d ms"
        .formatted(
            size.stage.toSeconds(),
            size.users.stream().map(String::valueOf).collect(Collectors.joining(", ")),
            size.think.toMillis());
  }

  /** Whether every stage held its thresholds. */
  boolean passed() {
    return passed;
  }
}
