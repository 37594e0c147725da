package io.shardrouter.demo;

import io.shardrouter.ShardKey;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A made-up user: the same number gives the same person.
 *
 * @param states what the person went through, oldest first
 */
record Person(String id, String name, String country, List<String> states) {
  static final List<String> STATES =
      List.of("awake", "focused", "daydreaming", "drowsy", "asleep", "dreaming");

  private static final List<String> FIRST_NAMES =
      List.of("Ada", "Alan", "Barbara", "Donald", "Edsger", "Frances", "Grace", "Tony");
  private static final List<String> LAST_NAMES =
      List.of("Allen", "Dijkstra", "Hamilton", "Hoare", "Hopper", "Knuth", "Liskov", "Turing");

  Person {
    states = List.copyOf(states);
  }

  static Person of(int number, int states) {
    SplittableRandom random = new SplittableRandom(number);
    return new Person(
        idOf(number),
        any(FIRST_NAMES, random) + " " + any(LAST_NAMES, random),
        any(Country.CODES, random),
        Stream.generate(() -> any(STATES, random)).limit(states).toList());
  }

  static String idOf(int number) {
    return String.format(Locale.ROOT, "user-%06d", number);
  }

  static ShardKey keyOf(String id) {
    return ShardKey.of("user", id);
  }

  ShardKey key() {
    return keyOf(id);
  }

  private static String any(List<String> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }
}
