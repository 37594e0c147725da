package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows matter. A column is <em>confined</em> to some values when all rows in which it is
 * something else can be left out without any effect on what the statement gives or does. Each rule
 * is one step of leaving out rows; as each is without effect on the statement as the steps before
 * left it, all of them together are.
 */
final class KeyRules {
  private final List<Fixed> fixed = new ArrayList<>();
  private final List<Follows> follows = new ArrayList<>();
  private final List<FollowsBoth> both = new ArrayList<>();
  private final List<Assumed> assumed = new ArrayList<>();

  private record Fixed(Attribute column, ImmutableSet<KeyValue> values) {}

  private record Follows(Attribute column, Attribute from) {}

  private record FollowsBoth(Attribute column, Attribute first, Attribute second) {}

  private record Assumed(Attribute column, Attribute from, Attribute proof) {}

  /** {@code column} is confined to {@code values}. */
  void fixed(Attribute column, ImmutableSet<KeyValue> values) {
    fixed.add(new Fixed(column, values));
  }

  /** {@code column} is confined to whatever {@code from} is confined to. */
  void follows(Attribute column, Attribute from) {
    follows.add(new Follows(column, from));
  }

  /** {@code column} is confined to the values of both, if both are confined. */
  void followsBoth(Attribute column, Attribute first, Attribute second) {
    both.add(new FollowsBoth(column, first, second));
  }

  /**
   * {@code column} is confined as {@code from} is, provided that {@code proof} turns out to be so
   * too: an induction.
   */
  void assumed(Attribute column, Attribute from, Attribute proof) {
    assumed.add(new Assumed(column, from, proof));
  }

  /** Applies the rules until nothing new follows. */
  Map<Attribute, ImmutableSet<KeyValue>> confined() {
    List<Assumed> held = new ArrayList<>(assumed);
    while (true) {
      Map<Attribute, ImmutableSet<KeyValue>> confined = apply(held);
      List<Assumed> proven = held.stream().filter(a -> isProven(a, confined)).toList();
      if (proven.size() == held.size()) {
        return confined;
      }
      held = new ArrayList<>(proven);
    }
  }

  private static boolean isProven(
      Assumed assumption, Map<Attribute, ImmutableSet<KeyValue>> confined) {
    ImmutableSet<KeyValue> start = confined.get(assumption.from());
    ImmutableSet<KeyValue> proof = confined.get(assumption.proof());
    return start != null && proof != null && start.containsAll(proof);
  }

  private Map<Attribute, ImmutableSet<KeyValue>> apply(List<Assumed> held) {
    Map<Attribute, ImmutableSet<KeyValue>> confined = new HashMap<>();
    // One value says more than several, and these more than a range.
    fixed.stream()
        .sorted(
            java.util.Comparator.comparing((Fixed f) -> hasRange(f.values()))
                .thenComparing(f -> f.values().size()))
        .forEach(f -> confined.putIfAbsent(f.column(), f.values()));
    int before;
    do {
      before = confined.size();
      follows.forEach(rule -> copy(confined, rule.column(), rule.from()));
      held.forEach(rule -> copy(confined, rule.column(), rule.from()));
      both.forEach(rule -> union(confined, rule));
    } while (confined.size() > before);
    return confined;
  }

  private static boolean hasRange(ImmutableSet<KeyValue> values) {
    return values.stream().anyMatch(KeyValue.Range.class::isInstance);
  }

  private static void copy(
      Map<Attribute, ImmutableSet<KeyValue>> confined, Attribute column, Attribute from) {
    Optional.ofNullable(confined.get(from)).ifPresent(v -> confined.putIfAbsent(column, v));
  }

  private static void union(Map<Attribute, ImmutableSet<KeyValue>> confined, FollowsBoth rule) {
    ImmutableSet<KeyValue> first = confined.get(rule.first());
    ImmutableSet<KeyValue> second = confined.get(rule.second());
    if (first != null && second != null) {
      confined.putIfAbsent(
          rule.column(), ImmutableSet.<KeyValue>builder().addAll(first).addAll(second).build());
    }
  }
}
