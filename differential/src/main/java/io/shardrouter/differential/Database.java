package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** One database with the tables, seen by a superuser who goes around the router. */
final class Database implements AutoCloseable {
  private final Connection connection;
  private final ImmutableList<Table> tables;
  private final Map<String, ImmutableList<String>> columns = new HashMap<>();

  /** What the tables held when they were loaded, by table. */
  private final Map<String, ImmutableList<String>> loaded;

  Database(EmbeddedShards shards, int number) throws SQLException {
    this(shards.connect(number), Table.ALL, new HashMap<>());
  }

  private Database(
      Connection connection,
      ImmutableList<Table> tables,
      Map<String, ImmutableList<String>> loaded) {
    this.connection = connection;
    this.tables = tables;
    this.loaded = loaded;
  }

  /** The same database, of whose tables nobody looks at the others. */
  Database holding(ImmutableList<Table> some) {
    return new Database(connection, some, loaded);
  }

  /** Whether anybody looks at this table here. */
  boolean holds(Table table) {
    return tables.contains(table);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of what {@code sql} gives. */
  List<String> ask(String sql) throws SQLException {
    ImmutableList.Builder<String> found = ImmutableList.builder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found.build();
  }

  /** The tables are empty before. */
  void load(Table table, Collection<Row> rows) throws SQLException, IOException {
    ImmutableList<String> lines =
        rows.stream().map(Row::line).collect(ImmutableList.toImmutableList());
    copyIn(table, lines);
    loaded.put(table.name(), lines(table, ImmutableSet.of()));
  }

  /** All rows, as COPY writes them, sorted; without the columns {@code ignored}. */
  ImmutableList<String> lines(Table table, ImmutableSet<String> ignored)
      throws SQLException, IOException {
    String list =
        columns(table).stream()
            .filter(column -> !ignored.contains(table.name() + "." + column))
            .collect(Collectors.joining(", "));
    StringWriter out = new StringWriter();
    copies().copyOut("copy (select " + list + " from " + table.name() + ") to stdout", out);
    return out.toString().lines().sorted().collect(ImmutableList.toImmutableList());
  }

  /** What a table held when it was loaded, as COPY writes it, sorted. */
  ImmutableList<String> loaded(Table table) {
    return loaded.getOrDefault(table.name(), ImmutableList.of());
  }

  /** From now on, a table is to hold {@code lines}. */
  void expect(Table table, ImmutableList<String> lines) {
    loaded.put(table.name(), lines);
  }

  boolean isAsLoaded(Table table) throws SQLException, IOException {
    return lines(table, ImmutableSet.of()).equals(loaded(table));
  }

  /** Brings back the rows that were loaded. */
  void reset() throws SQLException, IOException {
    List<Table> changed = new ArrayList<>();
    for (Table table : tables) {
      if (!isAsLoaded(table)) {
        changed.add(table);
      }
    }
    if (changed.isEmpty()) {
      return;
    }
    connection.setAutoCommit(false);
    execute("set local session_replication_role = replica");
    for (Table table : changed) {
      execute("delete from " + table.name());
      copyIn(table, loaded(table));
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void copyIn(Table table, List<String> lines) throws SQLException, IOException {
    copies()
        .copyIn(
            "copy " + table.name() + " (" + String.join(", ", columns(table)) + ") from stdin",
            new StringReader(
                lines.stream().map(line -> line + "\n").collect(Collectors.joining())));
  }

  private CopyManager copies() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** Those that are stored as they were written, quoted where they need it. */
  private ImmutableList<String> columns(Table table) throws SQLException {
    ImmutableList<String> known = columns.get(table.name());
    if (known != null) {
      return known;
    }
    ImmutableList.Builder<String> names = ImmutableList.builder();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select quote_ident(attname) from pg_attribute where attrelid = '"
                    + table.name().replace("'", "''")
                    + "'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
                    + " order by attnum")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    columns.put(table.name(), names.build());
    return names.build();
  }

  static String resource(String name) throws IOException {
    try (var in = Database.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
