package io.shardrouter.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every statement that a person wrote, and some that nobody did, while keys and slots move. */
class MovingTest {
  private static final int GENERATED = Integer.getInteger("differential.statements", 300);

  /** More are made, as long as that takes. */
  private static final int MOVES = 100;

  @Test
  void theRouterAnswersAsPostgresDoesWhileKeysMove() throws Exception {
    ImmutableListMultimap<String, Row> rows = Population.of(Matrix.SEED);
    ImmutableList<Question> questions = HandPicked.questions();
    Tally tally = new Tally();
    int moved;
    try (Side plain = Side.plain(Collating.ENGLISH, rows);
        Asking asking = new Asking(plain.source());
        Side routed = Side.sharded(3, Collating.ENGLISH, rows);
        Movers movers = new Movers(routed)) {
      Comparison comparison = new Comparison(plain, asking, routed, Optional.of(movers));
      for (Question question : questions) {
        tally.add(question, routed.name(), comparison.of(question));
      }
      Facts facts = Facts.of(plain.source());
      long seed = 1;
      do {
        new Campaign(facts, tally, seed).run(GENERATED, number -> List.of(comparison));
        seed += 1_000_000;
        moved = movers.moved();
      } while (moved <= MOVES && tally.wrong().isEmpty());
    }
    tally.report("while " + moved + " keys and slots moved");
    assertThat(tally.wrong()).isEmpty();
    assertThat(moved).isGreaterThan(MOVES);
  }
}
