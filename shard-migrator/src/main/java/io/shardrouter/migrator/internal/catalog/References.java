package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.guard.SqlText;

/** Foreign keys that a move would break. */
final class References {
  private References() {}

  static ImmutableList<String> objections(Side side) {
    ImmutableList.Builder<String> reasons = ImmutableList.builder();
    for (GroupTable table : side.catalog().tables()) {
      for (ForeignKey key : table.foreignKeys()) {
        boolean inside = side.catalog().tableWith(key.to()).isPresent();
        if (!inside && !side.options().referenceTables().contains(key.referenced())) {
          reasons.add(
              side.prefix()
                  + ("foreign key %s of table %s refers to %s, which is neither in group"
                          + " %s nor a reference table; add it to the group or to"
                          + " referenceTables, or drop the foreign key")
                      .formatted(
                          SqlText.identifier(key.name()),
                          key.table(),
                          key.referenced(),
                          side.catalog().group()));
        }
        if (!inside && key.temporal()) {
          reasons.add(
              side.prefix()
                  + ("foreign key %s of table %s refers to %s by a PERIOD, which cannot"
                          + " be checked for moved rows; drop it")
                      .formatted(SqlText.identifier(key.name()), key.table(), key.referenced()));
        }
      }
      for (ForeignKey key : table.incoming()) {
        if (side.catalog().tableWith(key.from()).isEmpty()) {
          reasons.add(
              side.prefix()
                  + ("foreign key %s of table %s, which is not in group %s, refers to %s;"
                          + " add the table to the group, or drop the foreign key")
                      .formatted(
                          SqlText.identifier(key.name()),
                          key.table(),
                          side.catalog().group(),
                          key.referenced()));
        }
      }
    }
    return reasons.build();
  }
}
