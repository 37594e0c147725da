package io.shardrouter.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under headings, aligned: numbers to the right, text to the left. Not thread-safe. */
final class Table {
  private static final String GAP = "   ";

  private final List<String> headings;
  private final List<List<Object>> rows = new ArrayList<>();

  private Table(List<String> headings) {
    this.headings = headings;
  }

  static Table of(String... headings) {
    return new Table(List.of(headings));
  }

  /** Adds a row with a cell for each heading. */
  Table row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + headings);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, the headings first. */
  List<String> lines() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < headings.size(); column++) {
      widths.add(width(column));
    }
    List<String> lines = new ArrayList<>();
    List<Object> above = new ArrayList<>(headings);
    lines.add(line(above, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  /** As people read it: 1234567 is 1,234,567, and fractions have two digits. */
  static String text(Object cell) {
    if (cell instanceof Double fraction) {
      return String.format(Locale.ROOT, "%,.2f", fraction);
    }
    if (cell instanceof Number number) {
      return String.format(Locale.ROOT, "%,d", number.longValue());
    }
    return cell.toString();
  }

  private int width(int column) {
    int width = headings.get(column).length();
    for (List<Object> row : rows) {
      width = Math.max(width, text(row.get(column)).length());
    }
    return width;
  }

  private String line(List<Object> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String text = text(cells.get(column));
      String padding = " ".repeat(widths.get(column) - text.length());
      line.append(isNumeric(column) ? padding + text : text + padding).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.get(0).get(column) instanceof Number;
  }
}
