package io.shardrouter.internal.guard;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import io.shardrouter.GuardMode;
import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is installed on a shard.
 *
 * @param version the version of the shard-side schema
 * @param fingerprint what the shard was installed with
 */
public record InstalledSchema(int version, Fingerprint fingerprint) {

  /** The schema version that this library installs. */
  public static final int CURRENT = 1;

  /** The oldest schema version that this library works with. */
  public static final int OLDEST = 1;

  /**
   * Reads what is installed behind {@code connection}; empty where nothing is.
   *
   * @throws RefusedException {@code SR007} where the version is one that this library cannot read
   * @throws SQLException where the shard fails
   */
  public static Optional<InstalledSchema> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "select to_regclass('shard_router.installation') is not null as installed")) {
        row.next();
        if (!row.getBoolean("installed")) {
          return Optional.empty();
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "select schema_version, shard, shards, guard from shard_router.installation")) {
        if (!row.next()) {
          return Optional.empty();
        }
        int version = row.getInt("schema_version");
        requireReadable(version, row.getInt("shard"));
        return Optional.of(
            new InstalledSchema(
                version,
                new Fingerprint(
                    row.getInt("shard"),
                    ImmutableSortedSet.copyOf(integers(row.getArray("shards"))),
                    GuardMode.valueOf(row.getString("guard").toUpperCase(Locale.ROOT)),
                    groups(connection))));
      }
    }
  }

  private static void requireReadable(int version, int shard) throws RefusedException {
    if (version > CURRENT) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          ("shard %d has version %d of the shard_router schema and this library knows up to %d:"
                  + " upgrade the library")
              .formatted(shard, version, CURRENT));
    }
    if (version < OLDEST) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          ("shard %d has version %d of the shard_router schema and this library needs %d: run"
                  + " shardctl --config FILE install")
              .formatted(shard, version, CURRENT));
    }
  }

  private static ImmutableMap<String, Fingerprint.GroupPrint> groups(Connection connection)
      throws SQLException {
    ImmutableMap.Builder<String, Fingerprint.GroupPrint> groups = ImmutableMap.builder();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select group_name, strategy, slots, base, key_type, zone"
                    + " from shard_router.layout order by group_name")) {
      while (row.next()) {
        String name = row.getString("group_name");
        groups.put(
            name,
            new Fingerprint.GroupPrint(
                row.getString("strategy"),
                row.getInt("slots"),
                integers(row.getArray("base")),
                Optional.of(KeyType.valueOf(row.getString("key_type").toUpperCase(Locale.ROOT))),
                row.getString("zone"),
                tables(connection, name)));
      }
    }
    return groups.buildOrThrow();
  }

  private static ImmutableMap<String, String> tables(Connection connection, String group)
      throws SQLException {
    ImmutableMap.Builder<String, String> tables = ImmutableMap.builder();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select table_name, key_column from shard_router.group_table where group_name = ?")) {
      statement.setString(1, group);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.put(row.getString("table_name"), row.getString("key_column"));
        }
      }
    }
    return tables.buildOrThrow();
  }

  private static List<Integer> integers(Array array) throws SQLException {
    return Arrays.asList((Integer[]) array.getArray());
  }
}
