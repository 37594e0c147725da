package io.shardrouter.internal.exec;

import io.shardrouter.internal.sql.Remembered;

/** The {@link AnswerSize} of the texts that were asked lately. Thread-safe. */
final class AnswerSizes {
  private static final int CHARACTERS = 2_000_000;

  private final Remembered<String, AnswerSize> sizes =
      new Remembered<>(CHARACTERS, sql -> 100 + sql.length());

  AnswerSize of(String sql) {
    AnswerSize known = sizes.get(sql);
    return known == null ? sizes.put(sql, new AnswerSize()) : known;
  }
}
