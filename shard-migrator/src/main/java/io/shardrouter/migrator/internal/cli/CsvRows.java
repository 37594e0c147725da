package io.shardrouter.migrator.internal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** As {@code COPY ... CSV HEADER} reads it: every value quoted, NULL is nothing at all. */
final class CsvRows implements RowWriter {
  private final CSVPrinter printer;
  private int columns;

  CsvRows(PrintWriter out) throws IOException {
    printer = new CSVPrinter(out, CSVFormat.POSTGRESQL_CSV);
  }

  @Override
  public void begin(ResultSetMetaData meta) throws SQLException, IOException {
    columns = meta.getColumnCount();
    List<String> headings = new ArrayList<>();
    headings.add(SHARD);
    for (int i = 1; i <= columns; i++) {
      headings.add(meta.getColumnLabel(i));
    }
    printer.printRecord(headings);
  }

  @Override
  public void row(int shard, ResultSet row) throws SQLException, IOException {
    List<@Nullable String> values = new ArrayList<>(columns + 1);
    values.add(String.valueOf(shard));
    for (int i = 1; i <= columns; i++) {
      values.add(row.getString(i));
    }
    printer.printRecord(values);
  }

  @Override
  public void end() throws IOException {
    printer.flush();
  }
}
