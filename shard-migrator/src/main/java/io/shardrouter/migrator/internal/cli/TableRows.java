package io.shardrouter.migrator.internal.cli;

import io.shardrouter.migrator.internal.cli.TextTable.Column;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** For people: a table, or several under each other when there are many rows. */
final class TableRows implements RowWriter {
  private static final int PAGE = 1000;

  private final PrintWriter out;
  private TextTable page = new TextTable(List.of());
  private int columns;
  private boolean printed;

  TableRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(ResultSetMetaData meta) throws SQLException {
    columns = meta.getColumnCount();
    List<Column> headings = new ArrayList<>();
    headings.add(Column.right(SHARD));
    for (int i = 1; i <= columns; i++) {
      String name = Visible.of(meta.getColumnLabel(i));
      boolean number = PostgresType.isNumber(meta.getColumnTypeName(i));
      headings.add(number ? Column.right(name) : Column.left(name));
    }
    page = new TextTable(headings);
  }

  @Override
  public void row(int shard, ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>(columns + 1);
    values.add(String.valueOf(shard));
    for (int i = 1; i <= columns; i++) {
      values.add(Visible.of(row.getString(i)));
    }
    page.row(values);
    if (page.size() == PAGE) {
      print();
    }
  }

  @Override
  public void end() {
    if (page.size() > 0 || !printed) {
      print();
    }
  }

  private void print() {
    page.printTo(out);
    printed = true;
  }
}
