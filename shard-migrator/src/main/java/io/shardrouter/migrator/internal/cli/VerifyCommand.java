package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.migrator.Finding;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.VerificationReport;
import io.shardrouter.migrator.internal.cli.TextTable.Column;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code verify}: whether all is where it should be. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Looks whether every row is on the shard that holds its key, every key has one holder to which"
          + " all pointers lead, and no move has left anything. Reads every row of every group, while"
          + " services and moves run.",
      "Exit status 3 where something is found."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String NONE = "-";

  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(
      names = "--repair",
      description =
          "First mend what is safe: settle the moves whose mover is gone, and drop staging tables"
              + " of no open move. Rows are never changed.")
  private boolean repair;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  VerifyCommand() {}

  @Override
  public Integer call() throws SQLException {
    VerificationReport report;
    try (Migrator migrator = Migrator.open(shardctl.config());
        StatusLine progress = StatusLine.on(spec.commandLine().getErr())) {
      progress.show("reading every row");
      report = repair ? migrator.verifyAndRepair() : migrator.verify();
    }
    Output output = new Output(spec);
    if (json) {
      output.json(document(report));
    } else {
      if (!report.isClean()) {
        table(report.findings()).printTo(output.results());
      }
      report.repaired().forEach(output::line);
      output.line(
          "keys looked at: %d, findings: %d".formatted(report.keys(), report.findings().size()));
    }
    if (!report.isClean()) {
      output.say(
          report.findings().size() == 1
              ? "1 finding needs attention"
              : report.findings().size() + " findings need attention");
    }
    return report.isClean() ? ExitStatus.DONE : ExitStatus.ATTENTION;
  }

  private static TextTable table(List<Finding> findings) {
    TextTable table =
        new TextTable(
            List.of(
                Column.left("FINDING"),
                Column.right("SHARD"),
                Column.left("KEY"),
                Column.left("DESCRIPTION")));
    for (Finding finding : findings) {
      table.row(
          word(finding),
          finding.shard().map(String::valueOf).orElse(NONE),
          finding.key().map(Visible::of).orElse(NONE),
          Visible.of(finding.description()));
    }
    return table;
  }

  private static JsonObject document(VerificationReport report) {
    JsonArray findings = new JsonArray();
    for (Finding finding : report.findings()) {
      JsonObject each = new JsonObject();
      each.addProperty("kind", word(finding));
      each.addProperty("shard", finding.shard().orElse(null));
      each.addProperty("key", finding.key().orElse(null));
      each.addProperty("description", finding.description());
      findings.add(each);
    }
    JsonArray repaired = new JsonArray();
    report.repaired().forEach(repaired::add);
    JsonObject document = new JsonObject();
    document.addProperty("keys", report.keys());
    document.add("findings", findings);
    document.add("repaired", repaired);
    return document;
  }

  private static String word(Finding finding) {
    return finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
