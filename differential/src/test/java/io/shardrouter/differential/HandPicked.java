package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.io.IOException;

/** Every question that a person wrote. */
final class HandPicked {
  private HandPicked() {}

  static ImmutableList<Question> questions() throws IOException {
    return ImmutableList.<Question>builder()
        .addAll(StatementFile.all())
        .addAll(ResultProbes.all())
        .addAll(StatementProbes.all())
        .addAll(ConnectionProbes.all())
        .build();
  }
}
