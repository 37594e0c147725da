package io.shardrouter.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

/** Statements that nobody wrote; the same at every run, unless another seed is given. */
class GeneratedTest {
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final int COUNT =
      Integer.getInteger("differential.statements", FULL ? 20_000 : 5_000);
  private static final long SEED = Long.getLong("differential.seed", 1);

  @Test
  void theRouterAnswersAsPostgresDoesOrRefuses() throws Exception {
    Tally tally = new Tally();
    try (Matrix matrix = Matrix.open()) {
      ImmutableList<Comparison> all = matrix.comparisons();
      Facts facts = Facts.of(all.get(0).plain().source());
      new Campaign(facts, tally, SEED)
          .run(COUNT, number -> FULL ? all : ImmutableList.of(all.get(number % all.size())));
    }
    tally.report("generated from seed " + SEED);
    assertThat(tally.wrong()).isEmpty();
    assertThat(tally.refusedPercent()).isLessThanOrEqualTo(5);
  }
}
