package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.io.IOException;

/** Every question that a person wrote. */
final class HandPicked {
  private static final ImmutableList<String> FILES =
      ImmutableList.of(
          "routes.sql", "scatter-order.sql", "aggregates.sql", "complex.sql", "writes.sql");

  private HandPicked() {}

  static ImmutableList<Question> questions() throws IOException {
    ImmutableList.Builder<Question> questions = ImmutableList.builder();
    for (String file : FILES) {
      questions.addAll(StatementFile.read(file));
    }
    return questions
        .addAll(ResultProbes.all())
        .addAll(StatementProbes.all())
        .addAll(ConnectionProbes.all())
        .build();
  }
}
