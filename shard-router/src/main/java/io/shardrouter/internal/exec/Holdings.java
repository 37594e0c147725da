package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.shardrouter.internal.guard.GuardAnswer.DecidedBy;
import io.shardrouter.internal.guard.GuardAnswer.Moved;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Function;

/**
 * What one shard knows of who holds some keys.
 *
 * @param deciding the deciding row of each key that is not where the base layout has it; by the
 *     key's number, from 0
 */
record Holdings(ImmutableMap<Integer, Moved> deciding) implements Along.Told {
  /** Names no shard for any key, as its placement changed while it was read. */
  private static final int NOWHERE = -1;

  /** Whom {@code key}, whose number is {@code number}, belongs to; {@code base} by the layout. */
  int holder(int number, int base) {
    Moved row = deciding.get(number);
    return row == null ? base : row.shard();
  }

  @Override
  public Along.Told unlessChanged(Along.Told later) {
    if (equals(later)) {
      return this;
    }
    ImmutableMap.Builder<Integer, Moved> changing = ImmutableMap.builder();
    deciding.forEach((number, row) -> changing.put(number, nowhere()));
    ((Holdings) later)
        .deciding.keySet().stream()
            .filter(number -> !deciding.containsKey(number))
            .forEach(number -> changing.put(number, nowhere()));
    return new Holdings(changing.buildOrThrow());
  }

  private static Moved nowhere() {
    return new Moved(DecidedBy.BASE, NOWHERE, 0, 0);
  }

  /** Asks a shard for what it knows of {@code keys}. */
  static Along of(ImmutableList<RoutedKey> keys) {
    return new Question(keys);
  }

  private record Question(ImmutableList<RoutedKey> keys) implements Along {
    private static final String SELECT =
        "select k.number, d.decided_by, d.shard, d.epoch"
            + " from unnest(?::text[], ?::int[], ?::text[])"
            + " with ordinality as k(group_name, slot, key, number),"
            + " lateral shard_router.deciding(k.group_name, k.slot, k.key) d"
            + " where d.decided_by <> 'base'";

    @Override
    public String sql() {
      return SELECT;
    }

    @Override
    public int bindTo(PreparedStatement statement, int at) throws SQLException {
      statement.setObject(at, texts(RoutedKey::group));
      statement.setObject(at + 1, keys.stream().mapToInt(RoutedKey::slot).toArray());
      statement.setObject(at + 2, texts(RoutedKey::key));
      return at + 3;
    }

    private String[] texts(Function<RoutedKey, String> part) {
      return keys.stream().map(part).toArray(String[]::new);
    }

    @Override
    public Told read(ResultSet rows) throws SQLException {
      ImmutableMap.Builder<Integer, Moved> deciding = ImmutableMap.builder();
      while (rows.next()) {
        deciding.put(
            rows.getInt("number") - 1,
            new Moved(
                DecidedBy.valueOf(rows.getString("decided_by").toUpperCase(Locale.ROOT)),
                rows.getInt("shard"),
                rows.getLong("epoch"),
                0));
      }
      return new Holdings(deciding.buildOrThrow());
    }
  }
}
