package io.shardrouter.internal.exec;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.concurrent.ExecutionException;

/** The {@link AnswerSize} of the texts that were asked lately. Thread-safe. */
final class AnswerSizes {
  private static final int MOST = 1_000;

  private final Cache<String, AnswerSize> sizes =
      CacheBuilder.newBuilder().maximumSize(MOST).build();

  AnswerSize of(String sql) {
    try {
      return sizes.get(sql, AnswerSize::new);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a constructor throws no checked exception", e);
    }
  }
}
