package io.shardrouter.internal.sql;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Columns that are equal in all rows at hand, one by one and through others. */
final class Equalities {
  private final Collection<Condition.Same> known;

  Equalities(Collection<Condition.Same> known) {
    this.known = known;
  }

  /** {@code start} and all that is equal to any of it. */
  Set<Attribute> reach(Set<Attribute> start) {
    Set<Attribute> reached = new HashSet<>(start);
    Deque<Attribute> open = new ArrayDeque<>(start);
    while (!open.isEmpty()) {
      Attribute at = open.pop();
      for (Condition.Same same : known) {
        if (same.left().equals(at) && reached.add(same.right())) {
          open.push(same.right());
        }
        if (same.right().equals(at) && reached.add(same.left())) {
          open.push(same.left());
        }
      }
    }
    return reached;
  }

  /** Whether any column of one side is equal to any of the other. */
  boolean connects(Set<Attribute> one, Set<Attribute> other) {
    return reach(one).stream().anyMatch(other::contains);
  }
}
