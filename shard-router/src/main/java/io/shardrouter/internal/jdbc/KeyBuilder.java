package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.SqlState;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.ShardingKey;
import java.sql.ShardingKeyBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds keys from JDBC sub-keys: the group's name and the value, or the value alone. */
public final class KeyBuilder implements ShardingKeyBuilder {
  private final List<@Nullable Object> subkeys = new ArrayList<>();

  /** Adds a sub-key; its SQL type is not needed, because the group's key type converts it. */
  @Override
  public ShardingKeyBuilder subkey(@Nullable Object subkey, SQLType subkeyType) {
    subkeys.add(subkey);
    return this;
  }

  @Override
  public ShardingKey build() throws SQLException {
    Object last = subkeys.isEmpty() ? null : subkeys.get(subkeys.size() - 1);
    if (last == null) {
      throw new RefusedException(SqlState.BAD_KEY, "a sharding key must not be null or empty");
    }
    if (subkeys.size() == 1) {
      return ShardKey.of(last);
    }
    if (subkeys.size() == 2 && subkeys.get(0) instanceof String group) {
      return ShardKey.of(group, last);
    }
    throw new RefusedException(
        SqlState.BAD_KEY,
        "a sharding key has one sub-key, the value, or two, the group's name and the value; not "
            + subkeys.size());
  }
}
