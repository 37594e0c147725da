package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.migrator.MovePlan;
import io.shardrouter.migrator.internal.cli.TextTable.Column;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What moves would do.
 *
 * @param moves as they were asked for
 * @param plans one for each, in the same order
 */
record MovePlans(List<NumberedMove> moves, List<MovePlan> plans) {

  void print(PrintWriter out) {
    TextTable table =
        new TextTable(
            List.of(
                Column.left("GROUP"),
                Column.left("WHAT"),
                Column.right("FROM"),
                Column.right("TO"),
                Column.left("WOULD"),
                Column.right("ROWS"),
                Column.right("SIZE"),
                Column.right("PAUSE")));
    for (int i = 0; i < plans.size(); i++) {
      Moving moving = Moving.of(moves.get(i).request());
      MovePlan plan = plans.get(i);
      table.row(
          moving.groupWord(),
          moving.words(),
          String.valueOf(plan.source()),
          String.valueOf(plan.target()),
          word(plan),
          String.valueOf(plan.rows()),
          ByteSize.of(plan.bytes()),
          "about " + Elapsed.of(plan.pause()));
    }
    table.printTo(out);
    if (plans.size() == 1 && !plans.get(0).tables().isEmpty()) {
      out.println();
      tables(plans.get(0)).printTo(out);
    }
  }

  private static TextTable tables(MovePlan plan) {
    TextTable table =
        new TextTable(List.of(Column.left("TABLE"), Column.right("ROWS"), Column.right("SIZE")));
    for (MovePlan.Table share : plan.tables()) {
      table.row(share.name(), String.valueOf(share.rows()), ByteSize.of(share.bytes()));
    }
    return table;
  }

  JsonObject document() {
    JsonArray planned = new JsonArray();
    for (int i = 0; i < plans.size(); i++) {
      planned.add(json(Moving.of(moves.get(i).request()), plans.get(i)));
    }
    JsonObject document = new JsonObject();
    document.add("plans", planned);
    document.addProperty("rows", plans.stream().mapToLong(MovePlan::rows).sum());
    document.addProperty("bytes", plans.stream().mapToLong(MovePlan::bytes).sum());
    return document;
  }

  private static JsonObject json(Moving moving, MovePlan plan) {
    JsonArray tables = new JsonArray();
    for (MovePlan.Table share : plan.tables()) {
      JsonObject each = new JsonObject();
      each.addProperty("name", share.name());
      each.addProperty("rows", share.rows());
      each.addProperty("bytes", share.bytes());
      tables.add(each);
    }
    JsonArray objections = new JsonArray();
    objections(plan).forEach(objections::add);
    JsonObject json = new JsonObject();
    moving.addTo(json);
    json.addProperty("source", plan.source());
    json.addProperty("target", plan.target());
    json.addProperty("would", word(plan));
    json.addProperty("rows", plan.rows());
    json.addProperty("bytes", plan.bytes());
    json.addProperty("pauseMillis", plan.pause().toMillis());
    json.add("tables", tables);
    json.add("objections", objections);
    return json;
  }

  /** Why moves would be refused, a sentence each, without keys. */
  List<String> objections() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      String place = moves.get(i).place();
      objections(plans.get(i)).forEach(objection -> all.add(place + objection));
    }
    return all;
  }

  /** That the target holds it already is no objection: such a move is skipped. */
  private static List<String> objections(MovePlan plan) {
    return isSkipped(plan) ? List.of() : plan.objections();
  }

  private static boolean isSkipped(MovePlan plan) {
    return plan.source() == plan.target();
  }

  private static String word(MovePlan plan) {
    if (isSkipped(plan)) {
      return "be skipped";
    }
    return plan.objections().isEmpty() ? "move" : "be refused";
  }
}
