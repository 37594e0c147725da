package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line in this JVM. */
record Run(int status, String out, String err) {

  static Run of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = new Shardctl().run(new PrintWriter(out), new PrintWriter(err, true), arguments);
    return new Run(status, out.toString(), err.toString());
  }

  /** Standard output as the one JSON document that it must be; fails where anything follows. */
  JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
