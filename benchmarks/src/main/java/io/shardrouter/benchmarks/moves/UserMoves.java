package io.shardrouter.benchmarks.moves;

import io.shardrouter.benchmarks.measure.Line;
import io.shardrouter.benchmarks.measure.Spread;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Moving one user, by the migrator and by hand. */
final class UserMoves {
  private static final String OURS = "migrator";
  private static final String PIPED = "COPY piped";
  private static final String UNCHECKED = "COPY piped without the foreign key's checks";
  private static final String PSQL = "psql into psql";
  private static final String BY_HAND = "row by row";

  private final Pair pair;
  private final String where;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param where what a line says behind the number of rows
   */
  UserMoves(Pair pair, String where) {
    this.pair = pair;
    this.where = where;
  }

  /** What is held against the migrator. */
  enum Field {
    /** The floor and no more: the rest would take minutes. */
    FLOOR,
    /** All ways by hand. */
    ALL
  }

  /**
   * Moves a user of {@code rows} rows by every way.
   *
   * @param isPromised whether the targets are meant for this size
   */
  List<Line> measure(int rows, int rounds, Field field, boolean isPromised) throws SQLException {
    lines.clear();
    Map<String, Transfer> transfers = new LinkedHashMap<>();
    try {
      Migrated ours = new Migrated(pair.config(), user(rows, OURS));
      transfers.put(OURS, ours);
      transfers.put(PIPED, Piped.plain(pair, of(rows, PIPED)));
      if (field == Field.ALL) {
        transfers.put(UNCHECKED, Piped.withoutChecks(pair, of(rows, UNCHECKED)));
        transfers.put(BY_HAND, new Handwritten(pair, of(rows, BY_HAND)));
        if (Psql.isThere()) {
          transfers.put(PSQL, new Psql(pair, of(rows, PSQL)));
        }
      }
      Race race = new Race(pair, transfers);
      race.run(Math.min(rounds, 10), rounds);
      add(race, rows, PIPED, isPromised ? OptionalDouble.of(2) : OptionalDouble.empty());
      if (field == Field.ALL) {
        add(race, rows, UNCHECKED, OptionalDouble.empty());
        add(race, rows, BY_HAND, isPromised ? OptionalDouble.of(0.2) : OptionalDouble.empty());
        if (transfers.containsKey(PSQL)) {
          add(race, rows, PSQL, OptionalDouble.empty());
        }
      }
      addPause(ours.pauses(rounds), rows, isPromised);
      return List.copyOf(lines);
    } finally {
      for (Transfer transfer : transfers.values()) {
        transfer.close();
      }
    }
  }

  private Rows of(int rows, String name) throws SQLException {
    return new Rows(List.of(user(rows, name)));
  }

  private String user(int rows, String name) throws SQLException {
    List<String> user = pair.idsOn(0, name.replaceAll("[^a-zA-Z]", "-") + "-" + rows, 1);
    pair.fill(0, user, rows);
    return user.get(0);
  }

  private void add(Race race, int rows, String other, OptionalDouble target) {
    lines.add(
        new Line(
            "user of %,d rows%s, beside %s".formatted(rows, where, other),
            race.millis(OURS).median("%.0f ms"),
            race.millis(other).median("%.0f ms"),
            race.ratio(OURS, other),
            "×",
            target));
  }

  private void addPause(List<Duration> pauses, int rows, boolean isPromised) {
    Spread millis = Spread.of(pauses.stream().mapToDouble(pause -> pause.toNanos() / 1e6));
    lines.add(
        new Line(
            "user of %,d rows%s, writers' pause".formatted(rows, where),
            millis.median("%.0f ms"),
            "",
            millis,
            "ms",
            isPromised ? OptionalDouble.of(250) : OptionalDouble.empty()));
  }
}
