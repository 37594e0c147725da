package io.shardrouter.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was committed through the router, counted on this side: the shards must give the same sums.
 * Thread-safe.
 */
final class Loaded {
  private final AtomicLong users = new AtomicLong();
  private final Map<String, AtomicLong> states = new TreeMap<>();

  Loaded() {
    Person.STATES.forEach(state -> states.put(state, new AtomicLong()));
  }

  /** Counts a person with all states. */
  void add(Person person) {
    users.incrementAndGet();
    person.states().forEach(this::addState);
  }

  void addState(String state) {
    states.get(state).incrementAndGet();
  }

  long users() {
    return users.get();
  }

  long states() {
    return states.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** How often each state was written, in the order of their names. */
  Map<String, Long> byState() {
    Map<String, Long> counts = new TreeMap<>();
    states.forEach((state, count) -> counts.put(state, count.get()));
    return counts;
  }
}
