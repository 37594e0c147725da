package io.shardrouter.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What was seen on all connections of a proxy. Thread-safe. */
final class WireCounts {

  /** A benchmark sends millions: only the last ones are kept. */
  static final int STATEMENTS_KEPT = 10_000;

  final AtomicLong roundTrips = new AtomicLong();
  final AtomicLong readyForQueries = new AtomicLong();
  final AtomicLong parses = new AtomicLong();
  final AtomicLong binds = new AtomicLong();
  private final Deque<String> statements = new ArrayDeque<>();

  void statement(String sql) {
    synchronized (statements) {
      if (statements.size() == STATEMENTS_KEPT) {
        statements.removeFirst();
      }
      statements.addLast(sql);
    }
  }

  List<String> statements() {
    synchronized (statements) {
      return List.copyOf(statements);
    }
  }

  void reset() {
    roundTrips.set(0);
    readyForQueries.set(0);
    parses.set(0);
    binds.set(0);
    synchronized (statements) {
      statements.clear();
    }
  }
}
