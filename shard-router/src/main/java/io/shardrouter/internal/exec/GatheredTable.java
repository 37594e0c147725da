package io.shardrouter.internal.exec;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.sql.Gathering.Pull;
import io.shardrouter.internal.sql.Gathering.PulledColumn;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;

/** Rows of all shards under the name of a table, in the session in which a statement finishes. */
final class GatheredTable {
  private final HeldRows rows;
  private final ImmutableList<String> types;

  private GatheredTable(HeldRows rows, ImmutableList<String> types) {
    this.rows = rows;
    this.types = types;
  }

  /** The rows as a table, whose types are looked up over {@code driver} where none are given. */
  static GatheredTable of(HeldRows rows, BaseConnection driver, Arguments arguments)
      throws SQLException {
    List<PulledColumn> columns = rows.pull().columns();
    ImmutableList<String> answered =
        columns.stream().allMatch(column -> column.type().isPresent())
            ? ImmutableList.of()
            : answered(rows.pull(), driver, arguments);
    ImmutableList.Builder<String> types = ImmutableList.builder();
    for (int i = 0; i < columns.size(); i++) {
      PulledColumn column = columns.get(i);
      types.add(column.type().isPresent() ? column.type().get() : answered.get(i));
    }
    return new GatheredTable(rows, types.build());
  }

  private static ImmutableList<String> answered(
      Pull pull, BaseConnection driver, Arguments arguments) throws SQLException {
    try (PreparedStatement statement = driver.prepareStatement(pull.text().sql())) {
      Reading.bind(statement, 1, pull.text(), arguments);
      ResultSetMetaData described = statement.getMetaData();
      ImmutableList.Builder<String> types = ImmutableList.builder();
      for (int i = 1; i <= pull.columns().size(); i++) {
        types.add(type(described, i));
      }
      return types.build();
    }
  }

  /** The column's type in SQL, from the driver's name of it. */
  private static String type(ResultSetMetaData described, int column) throws SQLException {
    String name = described.getColumnTypeName(column);
    return switch (name) {
      case "smallserial" -> "smallint";
      case "serial" -> "integer";
      case "bigserial" -> "bigint";
      case "bpchar" -> sized("bpchar", "character", described.getPrecision(column));
      case "varchar" -> sized("varchar", "character varying", described.getPrecision(column));
      case "numeric" ->
          described.getPrecision(column) > 0
              ? "numeric(%d,%d)"
                  .formatted(described.getPrecision(column), described.getScale(column))
              : "numeric";
      // Without quotes, bit would be bit(1), and char character(1).
      default -> name.matches("\\w+") ? quoted(name) : name;
    };
  }

  /** A type with its length, where it has one. */
  private static String sized(String without, String with, int length) {
    return length > 0 && length < Integer.MAX_VALUE ? with + "(" + length + ")" : without;
  }

  String name() {
    return rows.pull().name();
  }

  // --- as a common table expression -------------------------------------------------------------

  /** The expression, with a parameter for each column, or for the number of rows without any. */
  String commonTable() {
    if (types.isEmpty()) {
      return quoted(name()) + " as materialized (select from generate_series(1, ?))";
    }
    String values =
        IntStream.range(0, types.size())
            .mapToObj(i -> "(c%d::%s)%s".formatted(i, types.get(i), collation(i)))
            .collect(joining(", "));
    return "%s(%s) as materialized (select %s from unnest(%s) as p(%s))"
        .formatted(
            quoted(name()),
            columnNames(),
            values,
            types.stream().map(type -> "?::text[]").collect(joining(", ")),
            IntStream.range(0, types.size()).mapToObj(i -> "c" + i).collect(joining(", ")));
  }

  /** Sets the parameters from {@code at}; gives the next one. */
  int bind(PreparedStatement statement, int at) throws SQLException {
    if (types.isEmpty()) {
      statement.setLong(at, rows.count());
      return at + 1;
    }
    for (int i = 0; i < types.size(); i++) {
      statement.setArray(at + i, statement.getConnection().createArrayOf("text", rows.column(i)));
    }
    return at + types.size();
  }

  // --- as a temporary table ---------------------------------------------------------------------

  /** What creates the table. */
  String definition() {
    String columns =
        IntStream.range(0, types.size())
            .mapToObj(i -> quoted(column(i)) + " " + types.get(i) + collation(i))
            .collect(joining(", "));
    String key =
        rows.pull().primaryKey().isEmpty()
            ? ""
            : ", primary key (%s)"
                .formatted(
                    rows.pull().primaryKey().stream()
                        .map(GatheredTable::quoted)
                        .collect(joining(", ")));
    return "create temp table %s (%s%s) on commit drop".formatted(quoted(name()), columns, key);
  }

  /** Fills the table, which was created. */
  void fill(BaseConnection driver) throws SQLException {
    if (types.isEmpty()) {
      try (Statement statement = driver.createStatement()) {
        statement.execute(
            "insert into pg_temp.%s select from generate_series(1, %d)"
                .formatted(quoted(name()), rows.count()));
      }
      return;
    }
    CopyIn copy =
        driver
            .getCopyAPI()
            .copyIn("copy pg_temp.%s (%s) from stdin".formatted(quoted(name()), columnNames()));
    try {
      rows.writeTo(copy);
      copy.endCopy();
    } catch (SQLException e) {
      if ("23505".equals(e.getSQLState())) {
        throw new RefusedException(
            SqlState.REFUSED,
            "rows of %s on several shards have the same primary key".formatted(name())
                + ", on whose uniqueness the statement relies: group by the columns themselves",
            e);
      }
      throw e;
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  // --- names ------------------------------------------------------------------------------------

  private String columnNames() {
    return rows.pull().columns().stream()
        .map(column -> quoted(column.name()))
        .collect(joining(", "));
  }

  private String column(int index) {
    return rows.pull().columns().get(index).name();
  }

  private String collation(int index) {
    return rows.pull().columns().get(index).collation().map(name -> " collate " + name).orElse("");
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
