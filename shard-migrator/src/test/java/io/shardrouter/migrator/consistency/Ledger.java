package io.shardrouter.migrator.consistency;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the shards have acknowledged, and every contradiction that somebody saw. Thread-safe. */
public final class Ledger {
  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, Set<Long>> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, Set<Long>> possible = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> contradictions = new ConcurrentLinkedQueue<>();

  /** Of {@code users}, of whom nothing is known yet. */
  public Ledger(Collection<String> users) {
    for (String user : users) {
      acknowledged.put(user, ConcurrentHashMap.newKeySet());
      possible.put(user, ConcurrentHashMap.newKeySet());
    }
  }

  /** A number that nobody else gets. */
  public long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Before {@code number} is sent: from now on somebody may see it. */
  public void sending(String user, long number) {
    possible.get(user).add(number);
  }

  /** The transaction that wrote {@code number} was committed. */
  public void committed(String user, long number) {
    acknowledged.get(user).add(number);
  }

  /** The transaction that wrote {@code number} was rolled back for certain. */
  public void rolledBack(String user, long number) {
    possible.get(user).remove(number);
  }

  /** What every read that begins now must see. */
  public List<Long> mustBeSeen(String user) {
    return List.copyOf(acknowledged.get(user));
  }

  /** What was read at {@code what}; all of {@code must} has to be there. */
  public void saw(String what, String user, Set<Long> seen, List<Long> must) {
    if (!seen.containsAll(must)) {
      List<Long> lost = must.stream().filter(n -> !seen.contains(n)).limit(5).toList();
      contradict(what + " of " + user + " does not see " + lost);
    }
  }

  /** What is there in the end: all that was acknowledged, and nothing that was rolled back. */
  public void requireExactly(String user, Collection<Long> found) {
    saw("the end", user, Set.copyOf(found), mustBeSeen(user));
    found.stream()
        .filter(n -> !possible.get(user).contains(n))
        .forEach(n -> contradict("the end of " + user + " has " + n + ", which was rolled back"));
  }

  public void contradict(String contradiction) {
    contradictions.add(contradiction);
  }

  public Collection<String> contradictions() {
    return contradictions;
  }

  public long acknowledgedInAll() {
    return acknowledged.values().stream().mapToLong(Set::size).sum();
  }
}
