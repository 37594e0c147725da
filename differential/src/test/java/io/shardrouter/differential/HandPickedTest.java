package io.shardrouter.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

/** Every statement that a person wrote, on every configuration. */
class HandPickedTest {
  @Test
  void theRouterAnswersAsPostgresDoesOrRefuses() throws Exception {
    Tally tally = new Tally();
    ImmutableList<Question> questions = HandPicked.questions();
    try (Matrix matrix = Matrix.open()) {
      for (Comparison comparison : matrix.comparisons()) {
        for (Question question : questions) {
          tally.add(question, comparison.routed().name(), comparison.of(question));
        }
      }
    }
    tally.report("hand-picked");
    assertThat(questions.size()).isGreaterThanOrEqualTo(400);
    assertThat(tally.wrong()).isEmpty();
    assertThat(tally.refusedPercent()).isLessThanOrEqualTo(10);
  }
}
