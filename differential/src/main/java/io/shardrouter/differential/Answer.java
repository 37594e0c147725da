package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a side answers. Not thread-safe. */
final class Answer {
  private final List<Observation> observations = new ArrayList<>();

  /** Something that may fail. */
  interface Attempt {
    void run() throws SQLException;
  }

  /** The question was not answered: asking goes on no further. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped(Throwable cause) {
      super(cause);
    }
  }

  /** Reads all of {@code rows} and closes it. */
  void rows(ResultSet rows, Expectation expectation) throws SQLException {
    try (rows) {
      ImmutableList<String> columns = columns(rows.getMetaData());
      ImmutableList.Builder<ImmutableList<Cell>> read = ImmutableList.builder();
      while (rows.next()) {
        ImmutableList.Builder<Cell> cells = ImmutableList.builder();
        for (int column = 1; column <= columns.size(); column++) {
          cells.add(Cell.of(rows, column));
        }
        read.add(cells.build());
      }
      observations.add(new Observation.Rows(columns, read.build(), expectation));
    }
  }

  /** Reads all of {@code rows}, whose order and values count to the letter. */
  void rows(ResultSet rows) throws SQLException {
    rows(rows, Expectation.DEFAULT.with(new Expectation.Sequence.Same()));
  }

  void note(String what, @Nullable Object value) throws SQLException {
    observations.add(new Observation.Noted(what, Cell.show(value)));
  }

  /** Runs something whose failure is part of the answer, and asking goes on. */
  void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (SQLException | RuntimeException e) {
      if (e instanceof Stopped stopped) {
        throw stopped;
      }
      Observation.Failed failed = failure(e);
      observations.add(failed);
      if (failed.isRefusal()) {
        throw new Stopped(e);
      }
    }
  }

  ImmutableList<Observation> observations() {
    return ImmutableList.copyOf(observations);
  }

  private static Observation.Failed failure(Exception e) {
    String state =
        e instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : e.getClass().getName();
    return new Observation.Failed(state, String.valueOf(e.getMessage()));
  }

  private static ImmutableList<String> columns(ResultSetMetaData data) throws SQLException {
    ImmutableList.Builder<String> columns = ImmutableList.builder();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      columns.add(
          "%s %s(%d, %d) %d %s"
              .formatted(
                  data.getColumnLabel(i),
                  type(data.getColumnTypeName(i)),
                  data.getPrecision(i),
                  data.getScale(i),
                  data.getColumnType(i),
                  data.getColumnClassName(i)));
    }
    return columns.build();
  }

  /**
   * The driver calls an integer serial where it knows its table's default; gathered rows have none.
   */
  private static String type(String name) {
    return switch (name) {
      case "bigserial" -> "int8";
      case "serial" -> "int4";
      case "smallserial" -> "int2";
      default -> name;
    };
  }
}
