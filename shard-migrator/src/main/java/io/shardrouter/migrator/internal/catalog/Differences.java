package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.MapDifference;
import com.google.common.collect.Maps;

/** How the tables of two shards differ. */
final class Differences {
  private Differences() {}

  static ImmutableList<String> between(GroupCatalog source, GroupCatalog target) {
    ImmutableList.Builder<String> reasons = ImmutableList.builder();
    if (!source.encoding().equals(target.encoding())) {
      reasons.add(
          ("the source's database is encoded in %s and the target's in %s; use" + " one encoding")
              .formatted(source.encoding(), target.encoding()));
    }
    for (GroupTable table : source.tables()) {
      target
          .tableNamed(table.name())
          .ifPresentOrElse(
              same -> reasons.addAll(between(table, same)),
              () -> reasons.add(lacking(table, "target", target.shard())));
    }
    for (GroupTable table : target.tables()) {
      if (source.tableNamed(table.name()).isEmpty()) {
        reasons.add(lacking(table, "source", source.shard()));
      }
    }
    return reasons.build();
  }

  private static String lacking(GroupTable table, String side, int shard) {
    return ("%s is in the group on one side only: %s shard %d has no such table"
            + " in it; use the same schema, and run shardctl install")
        .formatted(table.name(), side, shard);
  }

  private static ImmutableList<String> between(GroupTable source, GroupTable target) {
    ImmutableList.Builder<String> reasons = ImmutableList.builder();
    String table = "table " + source.name() + " differs: ";
    if (!source.keyColumn().equals(target.keyColumn())) {
      reasons.add(
          table
              + ("its key column is %s on the source and %s on the target; install"
                      + " both shards with one configuration")
                  .formatted(source.keyColumnSql(), target.keyColumnSql()));
    }
    MapDifference<String, String> difference =
        Maps.difference(source.definitions(), target.definitions());
    difference
        .entriesDiffering()
        .forEach(
            (what, texts) ->
                reasons.add(
                    table
                        + "%s is [%s] on the source and [%s] on the target; make them equal"
                            .formatted(what, texts.leftValue(), texts.rightValue())));
    difference
        .entriesOnlyOnLeft()
        .forEach((what, text) -> reasons.add(table + only(what, text, "source", "target")));
    difference
        .entriesOnlyOnRight()
        .forEach((what, text) -> reasons.add(table + only(what, text, "target", "source")));
    return reasons.build();
  }

  private static String only(String what, String text, String has, String lacks) {
    return "%s [%s] is on the %s only; create it on the %s too, or drop it"
        .formatted(what, text, has, lacks);
  }
}
