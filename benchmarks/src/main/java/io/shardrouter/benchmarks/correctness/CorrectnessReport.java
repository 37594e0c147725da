package io.shardrouter.benchmarks.correctness;

import com.google.common.collect.ImmutableList;
import io.shardrouter.benchmarks.measure.Destination;
import io.shardrouter.benchmarks.measure.UsageException;
import io.shardrouter.differential.Collating;
import io.shardrouter.differential.Judgement.Kind;
import io.shardrouter.differential.Replay;
import io.shardrouter.differential.Replay.Answered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks the statements of the module {@code differential} of the router and of a peer, and counts
 * how they are answered: {@code java -jar benchmarks.jar correctness [--every N] [--details FILE]
 * [--out FILE]}.
 */
public final class CorrectnessReport {
  private static final String HEADING =
      """
      | what | texts ordered | statements | right | other types, labels or scale | refused | wrong | crashed |
      | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
      """;

  private final int every;
  private final StringBuilder details = new StringBuilder();

  /**
   * @param every of so many statements one is asked; 1: all
   */
  public CorrectnessReport(int every) {
    this.every = every;
  }

  /** Asks all of them, in some minutes. */
  public static void main(String[] args) throws SQLException, IOException {
    int every = 1;
    String out = "";
    String details = "";
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw usage();
      }
      switch (args[i]) {
        case "--every" -> every = UsageException.whole(args[i], args[i + 1]);
        case "--out" -> out = args[i + 1];
        case "--details" -> details = args[i + 1];
        default -> throw usage();
      }
    }
    CorrectnessReport correctness = new CorrectnessReport(every);
    Destination.write(out, correctness.run());
    if (!details.isEmpty()) {
      Files.writeString(Path.of(details), correctness.details);
    }
  }

  private static UsageException usage() {
    return new UsageException(
        "usage: java -jar benchmarks.jar correctness [--every N] [--details FILE] [--out FILE]");
  }

  /** Asks, and gives the table. */
  public String run() throws SQLException, IOException {
    StringBuilder report = new StringBuilder(HEADING);
    Set<String> unasked = new LinkedHashSet<>();
    for (Collating collating : Collating.values()) {
      try (Replay replay = Replay.open(collating, every)) {
        report.append(row("router, guard on", collating, replay.router()));
        report.append(
            row("ShardingSphere-JDBC", collating, replay.peer(ShardingSphereRules::open)));
        report.append(
            row("postgres_fdw", collating, replay.coordinated(ForeignPartitions::create)));
        unasked.addAll(replay.unasked());
      }
    }
    for (String statement : unasked) {
      report.append(
          "\nNot asked, since plain PostgreSQL did not answer: `%s`%n".formatted(statement));
    }
    return report.toString();
  }

  private String row(String what, Collating collating, ImmutableList<Answered> answers) {
    String ordered =
        switch (collating) {
          case BYTES -> "by bytes";
          case ENGLISH -> "as English";
        };
    String counts =
        Arrays.stream(Kind.values())
            .map(kind -> "" + answers.stream().filter(one -> is(one, kind)).count())
            .collect(Collectors.joining(" | "));
    String row = "| %s | %s | %d | %s |%n".formatted(what, ordered, answers.size(), counts);
    // While the rest is on its way.
    System.err.print(row);
    detail(what + ", texts ordered " + ordered, answers);
    return row;
  }

  private static boolean is(Answered answered, Kind kind) {
    return answered.judgement().kind() == kind;
  }

  private void detail(String where, List<Answered> answers) {
    for (Answered one : answers) {
      if (!is(one, Kind.RIGHT)) {
        details.append(
            "%s by %s [%s] %s%n  %s%n%n"
                .formatted(
                    one.judgement().kind(),
                    where,
                    one.category(),
                    one.name(),
                    one.judgement().detail()));
      }
    }
  }
}
