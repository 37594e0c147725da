package io.shardrouter.migrator.internal.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document: the columns, and each row as an array. Numbers, booleans and NULL are JSON's;
 * all else is a string as PostgreSQL writes it. Where the query fails the document is not ended, so
 * that nobody takes a part for the whole.
 */
final class JsonRows implements RowWriter {
  private final PrintWriter out;
  private final JsonWriter json;
  private String[] types = {};

  JsonRows(PrintWriter out) {
    this.out = out;
    this.json = new JsonWriter(out);
  }

  @Override
  public void begin(ResultSetMetaData meta) throws SQLException, IOException {
    types = new String[meta.getColumnCount()];
    json.beginObject().name("columns").beginArray();
    column(SHARD, "int4");
    for (int i = 1; i <= types.length; i++) {
      types[i - 1] = meta.getColumnTypeName(i);
      column(meta.getColumnLabel(i), types[i - 1]);
    }
    json.endArray().name("rows").beginArray();
  }

  private void column(String name, String type) throws IOException {
    json.beginObject().name("name").value(name).name("type").value(type).endObject();
  }

  @Override
  public void row(int shard, ResultSet row) throws SQLException, IOException {
    json.beginArray().value(shard);
    for (int i = 1; i <= types.length; i++) {
      String text = row.getString(i);
      if (text != null && PostgresType.isBoolean(types[i - 1])) {
        json.value(row.getBoolean(i));
      } else {
        value(text, types[i - 1]);
      }
    }
    json.endArray();
  }

  private void value(@Nullable String text, String type) throws IOException {
    if (text == null) {
      json.nullValue();
    } else if (PostgresType.isNumber(type) && endsInDigit(text)) {
      json.jsonValue(text);
    } else {
      json.value(text);
    }
  }

  /** JSON has no NaN and no infinity. */
  private static boolean endsInDigit(String number) {
    return !number.isEmpty() && Character.isDigit(number.charAt(number.length() - 1));
  }

  @Override
  public void end() throws IOException {
    json.endArray().endObject().flush();
    out.println();
  }
}
