package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.migrator.BatchReport;
import io.shardrouter.migrator.BatchReport.Outcome;
import io.shardrouter.migrator.MoveReport;
import io.shardrouter.migrator.internal.cli.TextTable.Column;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of moves.
 *
 * @param moves as they were asked for
 * @param report with a result for each, in the same order
 */
record MoveResults(List<NumberedMove> moves, BatchReport report) {
  private static final int SHOWN_FAILURES = 50;
  private static final String NOTHING = "-";

  void print(PrintWriter out) {
    TextTable table =
        new TextTable(
            List.of(
                Column.left("GROUP"),
                Column.left("WHAT"),
                Column.right("FROM"),
                Column.right("TO"),
                Column.left("OUTCOME"),
                Column.right("ROWS"),
                Column.right("SIZE"),
                Column.right("PAUSE"),
                Column.right("TOOK")));
    for (BatchReport.Result result : report.results()) {
      Moving moving = Moving.of(result.request());
      Optional<MoveReport> moved = moved(result.outcome());
      table.row(
          moving.groupWord(),
          moving.words(),
          moved.map(m -> String.valueOf(m.source())).orElse(NOTHING),
          String.valueOf(result.request().target()),
          word(result.outcome()),
          moved.map(m -> String.valueOf(m.rows())).orElse(NOTHING),
          moved.map(m -> ByteSize.of(m.bytes())).orElse(NOTHING),
          moved.map(m -> Elapsed.of(m.pause())).orElse(NOTHING),
          moved.map(m -> Elapsed.of(m.total())).orElse(NOTHING));
    }
    table.printTo(out);
  }

  JsonObject document() {
    JsonArray results = new JsonArray();
    report.results().forEach(result -> results.add(json(result)));
    JsonObject document = new JsonObject();
    document.add("moves", results);
    document.addProperty("moved", report.count(BatchReport.Moved.class));
    document.addProperty("skipped", report.count(BatchReport.Skipped.class));
    document.addProperty("failed", report.count(BatchReport.Failed.class));
    document.addProperty("notStarted", report.count(BatchReport.NotStarted.class));
    document.addProperty("interrupted", report.interrupted());
    document.addProperty("tookMillis", report.total().toMillis());
    return document;
  }

  private static JsonObject json(BatchReport.Result result) {
    Optional<MoveReport> moved = moved(result.outcome());
    JsonObject each = new JsonObject();
    Moving.of(result.request()).addTo(each);
    each.addProperty("target", result.request().target());
    each.addProperty("outcome", word(result.outcome()));
    each.addProperty("id", moved.map(m -> m.id().toString()).orElse(null));
    each.addProperty("source", moved.map(MoveReport::source).orElse(null));
    each.addProperty("rows", moved.map(MoveReport::rows).orElse(null));
    each.addProperty("bytes", moved.map(MoveReport::bytes).orElse(null));
    each.addProperty("pauseMillis", moved.map(m -> m.pause().toMillis()).orElse(null));
    each.addProperty("tookMillis", moved.map(m -> m.total().toMillis()).orElse(null));
    each.addProperty("reason", reason(result.outcome()).orElse(null));
    return each;
  }

  /** Why moves failed, a sentence each, without keys. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      String place = moves.get(i).place();
      reason(report.results().get(i).outcome()).ifPresent(why -> failures.add(place + why));
    }
    if (failures.size() <= SHOWN_FAILURES) {
      return failures;
    }
    List<String> shown = new ArrayList<>(failures.subList(0, SHOWN_FAILURES));
    shown.add("and %d more; --json tells them all".formatted(failures.size() - SHOWN_FAILURES));
    return shown;
  }

  private static Optional<MoveReport> moved(Outcome outcome) {
    return outcome instanceof BatchReport.Moved m ? Optional.of(m.report()) : Optional.empty();
  }

  private static Optional<String> reason(Outcome outcome) {
    return outcome instanceof BatchReport.Failed f
        ? Optional.of(Failures.paragraph(Failures.messages(f.failure())))
        : Optional.empty();
  }

  private static String word(Outcome outcome) {
    if (outcome instanceof BatchReport.Moved) {
      return "moved";
    }
    if (outcome instanceof BatchReport.Skipped) {
      return "skipped";
    }
    return outcome instanceof BatchReport.Failed ? "failed" : "not started";
  }
}
