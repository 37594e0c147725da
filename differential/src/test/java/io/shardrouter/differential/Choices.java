package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The numbers by which a statement is made up. They are remembered: from the same ones comes the
 * same statement, and from fewer or smaller ones a simpler one.
 */
final class Choices {
  private final ImmutableIntArray given;
  private final @Nullable Random random;
  private final ImmutableIntArray.Builder taken = ImmutableIntArray.builder();
  private int position;

  private Choices(ImmutableIntArray given, @Nullable Random random) {
    this.given = given;
    this.random = random;
  }

  static Choices random(long seed) {
    return new Choices(ImmutableIntArray.of(), new Random(seed));
  }

  /** As they were taken before; zeros after their end. */
  static Choices again(ImmutableIntArray given) {
    return new Choices(given, null);
  }

  /** From 0, the simplest, to {@code bound} - 1. */
  int below(int bound) {
    int value;
    if (random != null) {
      value = random.nextInt(bound);
    } else {
      value = position < given.length() ? given.get(position) % bound : 0;
    }
    position++;
    taken.add(value);
    return value;
  }

  /** No is simpler. */
  boolean chance(int percent) {
    return below(100) >= 100 - percent;
  }

  /** The first is the simplest. */
  <T> T of(List<T> options) {
    return options.get(below(options.size()));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // They are only copied.
  final <T> T of(T... options) {
    return of(ImmutableList.copyOf(options));
  }

  ImmutableIntArray taken() {
    return taken.build();
  }
}
