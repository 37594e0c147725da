package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.ShardKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What became of the tables after a write, seen around the router, which must stand still.
 *
 * @param placement where keys are now
 */
record Contents(Side plain, Side routed, Side.Placement placement) {

  /**
   * What is wrong with them, if anything is.
   *
   * @param refused whether nothing is to be written: of one statement that can be told
   */
  Optional<Verdict> wrong(Question question, boolean refused) throws SQLException, IOException {
    if (!refused) {
      return difference(question.ignored());
    }
    boolean atOnce = question instanceof Script script && script.steps().size() == 1;
    return atOnce ? change() : Optional.empty();
  }

  /** Compares all tables. */
  Optional<Verdict> difference(ImmutableSet<String> ignored) throws SQLException, IOException {
    for (Table table : Table.ALL) {
      Optional<Verdict> difference = difference(table, ignored);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** Whether a table of the router's is not as it was loaded. */
  Optional<Verdict> change() throws SQLException, IOException {
    for (Table table : Table.ALL) {
      for (Database database : routed.databases()) {
        if (database.holds(table) && !database.isAsLoaded(table)) {
          return Optional.of(
              new Verdict.Wrong("nothing is written", "refused, and " + table.name() + " changed"));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Verdict> difference(Table table, ImmutableSet<String> ignored)
      throws SQLException, IOException {
    List<String> expected = plain.databases().get(0).lines(table, ignored);
    List<String> got = new ArrayList<>();
    for (int shard = 0; shard < routed.databases().size(); shard++) {
      Database database = routed.databases().get(shard);
      if (!database.holds(table)) {
        continue;
      }
      ImmutableList<String> lines = database.lines(table, ignored);
      Optional<Verdict> misplaced = misplaced(table, lines, shard);
      if (misplaced.isPresent()) {
        return misplaced;
      }
      if (table.placing() instanceof Table.Placing.Everywhere && !lines.equals(expected)) {
        return differ(table, expected, lines);
      }
      got.addAll(lines);
    }
    Collections.sort(got);
    return table.placing() instanceof Table.Placing.Everywhere || got.equals(expected)
        ? Optional.empty()
        : differ(table, expected, got);
  }

  private Optional<Verdict> misplaced(Table table, ImmutableList<String> lines, int shard)
      throws SQLException {
    if (routed.router().isPresent() && table.placing() instanceof Table.Placing.Keyed keyed) {
      for (String line : lines) {
        ShardKey key = ShardKey.of(keyed.group(), Row.keyOf(line));
        if (placement.holder(key) != shard) {
          return Optional.of(
              new Verdict.Wrong(
                  "rows where their keys are", table.name() + " on " + shard + ": " + line));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> differ(Table table, List<String> expected, List<String> got) {
    List<String> missing = new ArrayList<>(expected);
    got.forEach(missing::remove);
    List<String> added = new ArrayList<>(got);
    expected.forEach(added::remove);
    return Optional.of(
        new Verdict.Wrong(
            table.name() + " afterwards, only here: " + Differences.few(missing),
            "only here: " + Differences.few(added)));
  }

  /** Brings back the rows that were loaded, to where their keys are now. */
  void reset() throws SQLException, IOException {
    plain.reset();
    routed.reset();
  }
}
