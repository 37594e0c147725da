package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.guard.SqlText;
import java.util.Locale;

/** Triggers, rules and policies that would act on moved rows. */
final class Actions {
  private Actions() {}

  static ImmutableList<String> objections(Side side) {
    ImmutableList.Builder<String> reasons = ImmutableList.builder();
    boolean suppresses = side.role().suppressesTriggers();
    for (GroupTable table : side.catalog().tables()) {
      for (Firing firing : table.inside().firings()) {
        if (firing.actsInReplicas()) {
          reasons.add(
              side.prefix()
                  + ("%s %s of table %s is enabled ALWAYS or REPLICA, and would act on"
                          + " moved rows; run ALTER TABLE %s ENABLE %s %s")
                      .formatted(
                          firing.what(),
                          SqlText.identifier(firing.name()),
                          firing.table(),
                          firing.table(),
                          firing.what().toUpperCase(Locale.ROOT),
                          SqlText.identifier(firing.name())));
        } else if (!suppresses) {
          reasons.add(
              side.prefix()
                  + "%s %s of table %s would act on moved rows; %s"
                      .formatted(
                          firing.what(),
                          SqlText.identifier(firing.name()),
                          firing.table(),
                          remedy(side.role())));
        }
      }
      reasons.addAll(rowSecurity(side, table));
    }
    if (side.catalog().hasCycle() && !suppresses) {
      reasons.add(
          side.prefix()
              + ("foreign keys of group %s go round in a circle, so that rows cannot"
                      + " be inserted in any order; %s")
                  .formatted(side.catalog().group(), remedy(side.role())));
    }
    return reasons.build();
  }

  private static String remedy(MovingRole role) {
    return ("let role %1$s set session_replication_role: GRANT SET ON PARAMETER"
            + " session_replication_role TO %1$s (PostgreSQL 15 or newer; before"
            + " that, it must be a superuser)")
        .formatted(role.sql());
  }

  private static ImmutableList<String> rowSecurity(Side side, GroupTable table) {
    Relation relation = table.relation();
    MovingRole role = side.role();
    boolean applies =
        relation.rowSecurity()
            && !role.bypassesRowSecurity()
            && (relation.forcedRowSecurity() || !role.owns(relation));
    return applies
        ? ImmutableList.of(
            side.prefix()
                + ("row security of table %s would hide rows from role %s; run ALTER"
                        + " ROLE %s BYPASSRLS")
                    .formatted(table.name(), role.sql(), role.sql()))
        : ImmutableList.of();
  }
}
