package io.shardrouter.demo;

import java.io.PrintStream;

/** What the demo prints: numbered sections, a sentence, and lines below it. Not thread-safe. */
final class Page {
  private static final String INDENT = "   ";

  private final PrintStream out;
  private int sections;

  Page(PrintStream out) {
    this.out = out;
  }

  /** Begins a section; {@code sentence} explains what it shows. */
  void section(String title, String sentence) {
    sections++;
    out.println();
    out.println(sections + ". " + title);
    out.println(INDENT + sentence);
    out.println();
  }

  void line(String text) {
    out.println(text.isEmpty() ? text : INDENT + text);
  }

  void table(Table table) {
    table.lines().forEach(this::line);
  }

  /** A line that stands outside the sections. */
  void closing(String text) {
    out.println();
    out.println(text);
  }
}
