package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables with those that they refer to before them.
 *
 * @param tables in that order; the members of a cycle by name
 * @param cyclic whether there is a cycle; a table that refers to itself is none
 */
record TableOrder(ImmutableList<GroupTable> tables, boolean cyclic) {

  /**
   * @param tables in a stable order, which is kept where foreign keys leave a choice
   */
  static TableOrder of(List<GroupTable> tables) {
    List<GroupTable> left = new ArrayList<>(tables);
    ImmutableList.Builder<GroupTable> ordered = ImmutableList.builder();
    boolean cyclic = false;
    while (!left.isEmpty()) {
      Optional<GroupTable> free =
          left.stream().filter(table -> left.stream().noneMatch(o -> refers(table, o))).findFirst();
      cyclic |= free.isEmpty();
      GroupTable next = free.orElse(left.get(0));
      ordered.add(next);
      left.removeIf(table -> table.oid() == next.oid());
    }
    return new TableOrder(ordered.build(), cyclic);
  }

  private static boolean refers(GroupTable child, GroupTable parent) {
    return child.oid() != parent.oid()
        && child.foreignKeys().stream().anyMatch(key -> parent.has(key.to()));
  }
}
