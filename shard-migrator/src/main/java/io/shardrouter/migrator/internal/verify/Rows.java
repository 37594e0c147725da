package io.shardrouter.migrator.internal.verify;

import io.shardrouter.RefusedException;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.migrator.Finding;
import io.shardrouter.migrator.Finding.Kind;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.move.RowFilter;
import io.shardrouter.migrator.internal.move.ShardLink;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether every row of a table on one shard has a key that this shard holds. */
final class Rows {
  private static final int BATCH = 1_000;

  /** Keys of one table that are named; of others it is only told how many they are. */
  private static final int NAMED = 100;

  /** Takes keys with their slots under the name k, and gives those that are held elsewhere. */
  private static final String HELD_ELSEWHERE =
      " cross join lateral shard_router.deciding(?, k.slot, k.key) d"
          + " where d.shard is distinct from shard_router.self()";

  private final Group group;
  private final ShardLink shard;
  private final Consumer<Finding> findings;
  private long keys;
  private long misplaced;

  Rows(Group group, ShardLink shard, Consumer<Finding> findings) {
    this.group = group;
    this.shard = shard;
    this.findings = findings;
  }

  /** Looks at every key in {@code table}; gives how many there are. */
  long check(GroupTable table) throws SQLException {
    keys = 0;
    misplaced = 0;
    Optional<String> key = RowFilter.keyOf(group, table);
    Optional<String> slot = RowFilter.slotOf(shard.connection(), group, table);
    if (slot.isPresent()) {
      checkOnServer(table, key.orElseThrow(), slot.get());
    } else {
      checkInJava(table);
    }
    if (misplaced > NAMED) {
      findings.accept(
          of(
              Optional.empty(),
              "shard %d has rows in %s of %d more keys that other shards hold"
                  .formatted(shard.shard(), table.name(), misplaced - NAMED)));
    }
    return keys;
  }

  private Finding of(Optional<String> key, String description) {
    return new Finding(Kind.MISPLACED_ROWS, Optional.of(shard.shard()), key, description);
  }

  private void checkOnServer(GroupTable table, String key, String slot) throws SQLException {
    String grouped =
        "select %s as key, %s as slot, count(*) as found from %s t where t.%s is not null group by 1, 2"
            .formatted(key, slot, table.name(), table.keyColumnSql());
    keys =
        Sql.one(
            shard.connection(), row -> row.getLong(1), "select count(*) from (" + grouped + ") k");
    Sql.each(
        shard.connection(),
        row -> report(table, row.getString(1), row.getInt(2), row.getLong(3), row.getInt(4)),
        "select k.key, k.slot, k.found, d.shard from (" + grouped + ") k" + HELD_ELSEWHERE,
        group.name());
  }

  private void checkInJava(GroupTable table) throws SQLException {
    List<String> texts =
        Sql.rows(
            shard.connection(),
            row -> row.getString(1),
            "select distinct (t.%1$s)::text from %2$s t where t.%1$s is not null"
                .formatted(table.keyColumnSql(), table.name()));
    keys = texts.size();
    for (int from = 0; from < texts.size(); from += BATCH) {
      checkBatch(table, texts.subList(from, Math.min(from + BATCH, texts.size())));
    }
  }

  private void checkBatch(GroupTable table, List<String> texts) throws SQLException {
    List<String> canonical = new ArrayList<>();
    List<Long> slots = new ArrayList<>();
    int unroutable = 0;
    for (String text : texts) {
      try {
        RoutedKey routed = group.route(text);
        canonical.add(routed.key());
        slots.add((long) routed.slot());
      } catch (RefusedException e) {
        unroutable++;
      }
    }
    if (unroutable > 0) {
      reportUnroutable(table, unroutable);
    }
    Sql.each(
        shard.connection(),
        row -> report(table, row.getString(1), row.getInt(2), row.getLong(3), row.getInt(4)),
        "select distinct k.key, k.slot, 1, d.shard from unnest(?, ?::integer[]) k (key, slot)"
            + HELD_ELSEWHERE,
        canonical,
        slots,
        group.name());
  }

  private void report(GroupTable table, @Nullable String key, int slot, long found, int holder) {
    if (key == null) {
      reportUnroutable(table, found);
      return;
    }
    misplaced++;
    if (misplaced <= NAMED) {
      findings.accept(
          of(
              Optional.of(key),
              ("shard %d has %d rows in %s of a key in slot %d of group %s, which shard %d holds:"
                      + " somebody wrote them without the router; bring them there or delete them")
                  .formatted(shard.shard(), found, table.name(), slot, group.name(), holder)));
    }
  }

  private void reportUnroutable(GroupTable table, long found) {
    findings.accept(
        of(
            Optional.empty(),
            ("shard %d has %d rows in %s with a value of %s that is no key of group %s, so that no"
                    + " router finds them and no move takes them along: change it or delete them")
                .formatted(
                    shard.shard(), found, table.name(), table.keyColumnSql(), group.name())));
  }
}
