package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import io.shardrouter.differential.Scope.Source;

/** Which columns of the tables stand for the same things, and so are joined. */
final class References {
  private static final ImmutableSetMultimap<String, String> COLUMNS =
      ImmutableSetMultimap.<String, String>builder()
          .putAll(
              "user", "users.id", "consciousness_states.user_id", "orders.user_id", "items.user_id")
          .putAll("user", "empties.user_id", "audit.log.user_id", "events.user_id")
          .putAll("user", "\"Odd Table\".\"User Id\"", "accounts.owner", "devices.user_id")
          .putAll("account", "accounts.id", "transfers.account_id")
          .putAll("device", "devices.id", "readings.device_id")
          .putAll("country", "countries.code", "users.country", "orders.country")
          .putAll("plan", "plans.id", "users.plan_id")
          .build();

  private References() {}

  /** Equalities of what refers to the same, between what is there and what is added. */
  static ImmutableList<String> equalities(Scope left, Source right) {
    ImmutableList.Builder<String> equalities = ImmutableList.builder();
    for (String thing : COLUMNS.keySet()) {
      for (Source source : left.sources()) {
        for (String ours : columns(thing, source)) {
          for (String theirs : columns(thing, right)) {
            equalities.add(ours + " = " + theirs + lines(source, right));
          }
        }
      }
    }
    return equalities.build();
  }

  /** An order's own items. */
  private static String lines(Source left, Source right) {
    if (is("orders", left) && is("items", right)) {
      return " and " + left.alias() + ".no = " + right.alias() + ".order_no";
    }
    return "";
  }

  private static boolean is(String table, Source source) {
    return source.table().filter(known -> known.table().name().equals(table)).isPresent();
  }

  private static ImmutableList<String> columns(String thing, Source source) {
    if (source.table().isEmpty()) {
      return ImmutableList.of();
    }
    String start = source.table().get().table().name() + ".";
    return COLUMNS.get(thing).stream()
        .filter(column -> column.startsWith(start))
        .map(column -> source.alias() + "." + column.substring(start.length()))
        .collect(ImmutableList.toImmutableList());
  }
}
