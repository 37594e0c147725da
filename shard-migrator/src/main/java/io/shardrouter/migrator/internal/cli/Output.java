package io.shardrouter.migrator.internal.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** A command's two streams: results, and messages for people. */
final class Output {
  private static final Gson JSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final PrintWriter results;
  private final PrintWriter messages;

  Output(CommandSpec command) {
    this.results = command.commandLine().getOut();
    this.messages = command.commandLine().getErr();
  }

  /** Where results are written by those who write many. */
  PrintWriter results() {
    return results;
  }

  /** A line of the result. */
  void line(String text) {
    results.println(text);
  }

  /** The whole result as one JSON document, in one line. */
  void json(JsonElement document) {
    results.println(JSON.toJson(document));
  }

  /** A message for people, behind the results so far. */
  void say(String message) {
    results.flush();
    messages.println("shardctl: " + Failures.paragraph(message));
  }
}
