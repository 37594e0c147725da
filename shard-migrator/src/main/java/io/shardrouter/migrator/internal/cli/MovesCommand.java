package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveHistory;
import io.shardrouter.migrator.MoveStatus;
import io.shardrouter.migrator.internal.cli.TextTable.Column;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code moves}: the moves that run, and those that are over. */
@Command(
    name = "moves",
    mixinStandardHelpOptions = true,
    description = {
      "Lists moves, the latest first, with their state, rows, bytes and pause, as the journals of the"
          + " shards tell it.",
      "Exit status 3 where a shard is down, or where a move is open and its mover is gone: shardctl"
          + " recover finishes or undoes those."
    })
final class MovesCommand implements Callable<Integer> {
  private static final String UNKNOWN = "-";

  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 20.")
  private int limit = 20;

  @Option(names = "--open", description = "Only those that are not over, and all of them.")
  private boolean open;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  MovesCommand() {}

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1, not " + limit);
    }
    MoveHistory left;
    MoveHistory shown;
    try (Migrator migrator = Migrator.open(shardctl.config())) {
      left = migrator.openMoves();
      shown = open ? left : migrator.moves(limit);
    }
    List<String> attention = attention(left);
    Output output = new Output(spec);
    if (json) {
      output.json(document(shown, attention));
    } else {
      table(shown.moves()).printTo(output.results());
    }
    attention.forEach(output::say);
    return attention.isEmpty() ? ExitStatus.DONE : ExitStatus.ATTENTION;
  }

  private static List<String> attention(MoveHistory open) {
    List<String> found = new ArrayList<>(Unreachable.sentences(open.unreachable()));
    for (MoveStatus move : open.moves()) {
      if (!move.running()) {
        found.add(
            "move %s is %s and its mover is gone: run shardctl recover"
                .formatted(move.id(), word(move.state())));
      }
    }
    return found;
  }

  private static TextTable table(List<MoveStatus> moves) {
    TextTable table =
        new TextTable(
            List.of(
                Column.left("MOVE"),
                Column.left("GROUP"),
                Column.left("WHAT"),
                Column.right("FROM"),
                Column.right("TO"),
                Column.left("STATE"),
                Column.right("ROWS"),
                Column.right("SIZE"),
                Column.right("PAUSE"),
                Column.left("BEGUN"),
                Column.right("TOOK")));
    for (MoveStatus move : moves) {
      Moving moving = Moving.of(move);
      table.row(
          move.id().toString(),
          moving.groupWord(),
          moving.words(),
          String.valueOf(move.source()),
          String.valueOf(move.target()),
          state(move),
          move.rows().map(String::valueOf).orElse(UNKNOWN),
          move.bytes().map(ByteSize::of).orElse(UNKNOWN),
          move.pause().map(Elapsed::of).orElse(UNKNOWN),
          move.begunAt().truncatedTo(ChronoUnit.SECONDS).toString(),
          took(move).map(Elapsed::of).orElse(UNKNOWN));
    }
    return table;
  }

  private static String state(MoveStatus move) {
    String state = word(move.state());
    if (move.isOpen()) {
      return state + (move.running() ? ", running" : ", left open");
    }
    return move.returnOf().isPresent() ? state + ", taken back" : state;
  }

  private static String word(MoveStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Duration> took(MoveStatus move) {
    return move.endedAt().map(end -> Duration.between(move.begunAt(), end));
  }

  private static JsonObject document(MoveHistory history, List<String> attention) {
    JsonArray moves = new JsonArray();
    history.moves().forEach(move -> moves.add(json(move)));
    JsonArray sentences = new JsonArray();
    attention.forEach(sentences::add);
    JsonObject document = new JsonObject();
    document.add("moves", moves);
    document.add("unreachable", Unreachable.json(history.unreachable()));
    document.add("attention", sentences);
    return document;
  }

  private static JsonObject json(MoveStatus move) {
    JsonObject json = new JsonObject();
    json.addProperty("id", move.id().toString());
    Moving.of(move).addTo(json);
    json.addProperty("source", move.source());
    json.addProperty("target", move.target());
    json.addProperty("state", word(move.state()));
    json.addProperty("open", move.isOpen());
    json.addProperty("running", move.running());
    json.addProperty("returnOf", move.returnOf().map(Object::toString).orElse(null));
    json.addProperty("rows", move.rows().orElse(null));
    json.addProperty("bytes", move.bytes().orElse(null));
    json.addProperty("pauseMillis", move.pause().map(Duration::toMillis).orElse(null));
    json.addProperty("begunAt", move.begunAt().toString());
    json.addProperty("endedAt", move.endedAt().map(Object::toString).orElse(null));
    json.addProperty("tookMillis", took(move).map(Duration::toMillis).orElse(null));
    return json;
  }
}
