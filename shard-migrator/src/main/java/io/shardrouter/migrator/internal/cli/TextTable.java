package io.shardrouter.migrator.internal.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text under each other, as wide as they need to be. (picocli's own table would take
 * {@code @|bold ...|@} in a value for markup.) Not thread-safe.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** On which side of its column a value stands. */
  enum Side {
    LEFT,
    RIGHT
  }

  /** A column's heading, and the side of its values. */
  record Column(String heading, Side side) {
    static Column left(String heading) {
      return new Column(heading, Side.LEFT);
    }

    static Column right(String heading) {
      return new Column(heading, Side.RIGHT);
    }
  }

  TextTable(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row with a value for each column. */
  TextTable row(String... values) {
    return row(List.of(values));
  }

  /** Adds a row with a value for each column. */
  TextTable row(List<String> values) {
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(
          values.size() + " values for " + columns.size() + " columns");
    }
    rows.add(List.copyOf(values));
    return this;
  }

  int size() {
    return rows.size();
  }

  /** Prints the heading, a rule and the rows, and forgets the rows. */
  void printTo(PrintWriter out) {
    int[] widths = new int[columns.size()];
    List<String> headings = columns.stream().map(Column::heading).toList();
    measure(headings, widths);
    rows.forEach(row -> measure(row, widths));
    print(out, headings, widths);
    List<String> rules = new ArrayList<>();
    for (int width : widths) {
      rules.add("-".repeat(width));
    }
    print(out, rules, widths);
    rows.forEach(row -> print(out, row, widths));
    rows.clear();
  }

  private static void measure(List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], length(row.get(i)));
    }
  }

  private void print(PrintWriter out, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String value = row.get(i);
      String padding = " ".repeat(widths[i] - length(value));
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).side() == Side.LEFT ? value + padding : padding + value);
    }
    out.println(line.toString().stripTrailing());
  }

  private static int length(String value) {
    return value.codePointCount(0, value.length());
  }
}
