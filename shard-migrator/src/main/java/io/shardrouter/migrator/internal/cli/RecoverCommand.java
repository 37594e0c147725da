package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.RecoveryReport;
import io.shardrouter.migrator.RecoveryReport.Recovered;
import io.shardrouter.migrator.internal.cli.TextTable.Column;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code recover}: settles moves that were left open. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    description = {
      "Finishes the open moves that are decided, and undoes those that are not. Moves whose mover is"
          + " connected are left alone, unless --running is given. May be repeated, and run at any"
          + " time.",
      "Exit status 3 where a move stays open, or where a shard is down."
    })
final class RecoverCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(
      names = "--running",
      description =
          "Also the moves that run: they are given up unless they are decided, and their mover's"
              + " sessions are ended.")
  private boolean running;

  @Option(
      names = "--return",
      paramLabel = "MOVE",
      description =
          "Take back one move that is decided but which its target cannot adopt: its rows go back to"
              + " the shard that they came from.")
  private @Nullable UUID returned;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  RecoverCommand() {}

  @Override
  public Integer call() throws SQLException {
    if (running && returned != null) {
      throw new ParameterException(
          spec.commandLine(), "--running contradicts --return; give one of the two");
    }
    shardctl.interruption().allow(PATIENCE);
    try (Migrator migrator = Migrator.open(shardctl.config())) {
      return returned == null ? recover(migrator) : takeBack(migrator, returned);
    }
  }

  private int takeBack(Migrator migrator, UUID move) throws SQLException {
    UUID by = migrator.takeBack(move);
    Output output = new Output(spec);
    if (json) {
      JsonObject document = new JsonObject();
      document.addProperty("returned", move.toString());
      document.addProperty("by", by.toString());
      output.json(document);
    } else {
      output.line("move " + move + ": taken back by move " + by);
    }
    return ExitStatus.DONE;
  }

  private int recover(Migrator migrator) {
    RecoveryReport report = running ? migrator.recoverRunning() : migrator.recover();
    Output output = new Output(spec);
    if (json) {
      output.json(document(report));
    } else {
      print(report, output);
    }
    attention(report).forEach(output::say);
    return report.isComplete() ? ExitStatus.DONE : ExitStatus.ATTENTION;
  }

  private static void print(RecoveryReport report, Output output) {
    if (report.moves().isEmpty()) {
      output.line("no move is open");
      return;
    }
    TextTable table =
        new TextTable(List.of(Column.left("MOVE"), Column.left("WHAT"), Column.left("ENDING")));
    for (Recovered move : report.moves()) {
      table.row(move.id().toString(), what(move), word(move.ending()));
    }
    table.printTo(output.results());
  }

  /** The description begins with the id, which has a column of its own. */
  private static String what(Recovered move) {
    String begin = "move " + move.id() + " of ";
    String description = move.description();
    return Visible.of(
        description.startsWith(begin) ? description.substring(begin.length()) : description);
  }

  private static List<String> attention(RecoveryReport report) {
    List<String> found = new ArrayList<>(Unreachable.sentences(report.unreachable()));
    for (Recovered move : report.moves()) {
      switch (move.ending()) {
        case FAILED -> found.add("move %s stays open: %s".formatted(move.id(), move.reason()));
        case RUNNING ->
            found.add("move %s has a mover; --running gives it up".formatted(move.id()));
        case FINISHED, UNDONE -> {
          // Nothing to look at.
        }
      }
    }
    return found;
  }

  private static JsonObject document(RecoveryReport report) {
    JsonArray moves = new JsonArray();
    for (Recovered move : report.moves()) {
      JsonObject each = new JsonObject();
      each.addProperty("id", move.id().toString());
      each.addProperty("what", what(move));
      each.addProperty("ending", word(move.ending()));
      each.addProperty("reason", move.reason().isEmpty() ? null : move.reason());
      moves.add(each);
    }
    JsonObject document = new JsonObject();
    document.add("moves", moves);
    document.add("unreachable", Unreachable.json(report.unreachable()));
    return document;
  }

  private static String word(RecoveryReport.Ending ending) {
    return ending.name().toLowerCase(Locale.ROOT);
  }
}
