package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;

/** What kind of tables and columns cannot move. */
final class Shape {
  private final Side side;
  private final ImmutableList.Builder<String> reasons = ImmutableList.builder();

  private Shape(Side side) {
    this.side = side;
  }

  static ImmutableList<String> objections(Side side) {
    return new Shape(side).look();
  }

  private ImmutableList<String> look() {
    GroupCatalog catalog = side.catalog();
    for (String missing : catalog.missing()) {
      refuse(
          ("table %s of group %s is not there; create it, or let the role find it by its"
                  + " search_path and USAGE of the schema")
              .formatted(missing, catalog.group()));
    }
    if (catalog.tables().isEmpty() && catalog.missing().isEmpty()) {
      refuse("group %s has no tables; run shardctl install".formatted(catalog.group()));
    }
    for (GroupTable table : catalog.tables()) {
      look(table);
    }
    return reasons.build();
  }

  private void look(GroupTable table) {
    Relation self = table.relation();
    if (!self.holdsRows()) {
      refuse(
          "%s is a %s; only tables and partitioned tables move, take it out of the group"
              .formatted(table.name(), self.kindInWords()));
      return;
    }
    if (self.partition()) {
      refuse(
          "%s is a partition of %s; put %s into the group instead"
              .formatted(table.name(), self.parents().get(0), self.parents().get(0)));
    } else if (!self.parents().isEmpty()) {
      refuse(
          ("table %s inherits from %s; use partitions, or end it with ALTER"
                  + " TABLE %s NO INHERIT %s")
              .formatted(
                  table.name(),
                  String.join(", ", self.parents()),
                  table.name(),
                  self.parents().get(0)));
    }
    for (Relation member : table.inside().relations()) {
      lookAtMember(member);
    }
    lookAtColumns(table);
    for (Unvalidated constraint : table.inside().unvalidated()) {
      refuse(
          ("constraint %s of table %s is NOT VALID, and a moved row could"
                  + " violate it; run ALTER TABLE %s VALIDATE CONSTRAINT %s")
              .formatted(
                  constraint.constraint(),
                  constraint.table(),
                  constraint.table(),
                  constraint.constraint()));
    }
  }

  private void lookAtMember(Relation member) {
    if (member.kind().equals("f")) {
      refuse(
          "partition %s is a foreign table; its rows cannot move, detach it"
              .formatted(member.name()));
      return;
    }
    for (String heir : member.heirs()) {
      refuse(
          ("table %s inherits from %s; use partitions, or end it with ALTER"
                  + " TABLE %s NO INHERIT %s")
              .formatted(heir, member.name(), heir, member.name()));
    }
    switch (member.persistence()) {
      case "u" ->
          refuse(
              ("table %s is unlogged, and would lose moved rows in a crash; run"
                      + " ALTER TABLE %s SET LOGGED")
                  .formatted(member.name(), member.name()));
      case "t" ->
          refuse(
              "table %s is temporary; create an ordinary table of that name"
                  .formatted(member.name()));
      default -> {}
    }
  }

  private void lookAtColumns(GroupTable table) {
    if (table.allColumns().noneMatch(column -> column.name().equals(table.keyColumn()))) {
      refuse(
          ("table %s has no column %s, which holds the key of group %s; add the" + " column")
              .formatted(table.name(), table.keyColumnSql(), side.catalog().group()));
    } else if (table.columns().stream()
        .noneMatch(column -> column.name().equals(table.keyColumn()))) {
      refuse(
          ("the key column %s of table %s is generated; keep the key in an" + " ordinary column")
              .formatted(table.keyColumnSql(), table.name()));
    }
    table
        .allColumns()
        .forEach(
            column -> {
              for (String type : column.localTypes()) {
                refuse(
                    ("column %s of table %s holds values of type %s, which mean something"
                            + " on their own server only; store a name or a number of your own"
                            + " instead")
                        .formatted(column.sql(), table.name(), type));
              }
              for (String type : column.castTypes()) {
                refuse(
                    ("column %s of table %s travels as text, and type %s has a cast to or"
                            + " from text of its own, which may lose something; drop the cast")
                        .formatted(column.sql(), table.name(), type));
              }
            });
  }

  private void refuse(String reason) {
    reasons.add(side.prefix() + reason);
  }
}
