package io.shardrouter.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The test of the test: it finds nothing where there is nothing, and something where there is. */
class HarnessTest {
  private static final ImmutableListMultimap<String, Row> ROWS = Population.of(Matrix.SEED);

  private static final int GENERATED = Integer.getInteger("differential.statements", 400);

  /** The same rows in another order, and other plans: no question depends on either. */
  @Test
  void noDifferenceIsFoundBetweenPlansAndPlacesOfTheSameRows() throws Exception {
    for (Collating collating : Collating.values()) {
      Tally tally = new Tally();
      try (Side one = Side.plain(collating, ROWS);
          Side other = twin(collating)) {
        Comparison comparison = new Comparison(one, other);
        ask(HandPicked.questions(), comparison, tally);
        new Campaign(Facts.of(one.source()), tally, Matrix.SEED)
            .run(GENERATED, number -> List.of(comparison));
      }
      tally.report("harness " + collating.name().toLowerCase(Locale.ROOT));
      assertThat(tally.wrong()).isEmpty();
    }
  }

  @Test
  void aRowThatIsMissingIsFound() throws Exception {
    ImmutableListMultimap.Builder<String, Row> fewer = ImmutableListMultimap.builder();
    ROWS.entries().stream()
        .filter(row -> !row.getValue().key().equals("u77"))
        .forEach(row -> fewer.put(row.getKey(), row.getValue()));
    assertThat(wrongWith(Side.plain(Collating.BYTES, fewer.build()))).contains("Scatter: all rows");
  }

  @Test
  void anotherOrderOfTextsIsFound() throws Exception {
    assertThat(wrongWith(Side.plain(Collating.ENGLISH, ROWS)))
        .contains("Scatter: order", "Scatter: aggregates")
        .doesNotContain("Routes: keys of other types");
  }

  @Test
  void anotherTypeOfAColumnIsFound() throws Exception {
    Side other = Side.plain(Collating.BYTES, ROWS);
    other.databases().get(0).execute("alter table orders alter no type bigint");
    assertThat(wrongWith(other))
        .contains("Routes: one key through joins", "Scatter: set operations");
  }

  @Test
  void aWriteThatHasAnotherEffectIsFound() throws Exception {
    Side other = Side.plain(Collating.BYTES, ROWS);
    other.databases().get(0).execute("create rule quiet as on delete to items do instead nothing");
    assertThat(wrongWith(other)).contains("Writes: one key", "Writes: several keys");
  }

  private static Set<String> wrongWith(Side other) throws SQLException, IOException {
    Tally tally = new Tally();
    try (Side one = Side.plain(Collating.BYTES, ROWS);
        other) {
      ask(HandPicked.questions(), new Comparison(one, other), tally);
    }
    return tally.categoriesWithWrong();
  }

  private static Side twin(Collating collating) throws SQLException, IOException {
    ImmutableListMultimap.Builder<String, Row> reversed = ImmutableListMultimap.builder();
    ROWS.asMap()
        .forEach((table, rows) -> reversed.putAll(table, ImmutableList.copyOf(rows).reverse()));
    return Side.plain(
        collating,
        reversed.build(),
        "enable_hashagg = off",
        "enable_hashjoin = off",
        "enable_indexscan = off",
        "enable_memoize = off");
  }

  private static void ask(ImmutableList<Question> questions, Comparison comparison, Tally tally)
      throws SQLException, IOException {
    for (Question question : questions) {
      tally.add(question, comparison.routed().name(), comparison.of(question));
    }
  }
}
