package io.shardrouter.internal.guard;

import io.shardrouter.GroupConfig;
import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.SqlState;
import io.shardrouter.TableName;
import io.shardrouter.internal.guard.Fingerprint.GroupPrint;
import io.shardrouter.internal.guard.Fingerprint.Growth;
import io.shardrouter.internal.routing.ShardLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the shard-side schema on a shard: all of it in one transaction, as often as one likes, while
 * routers work. What was installed before may grow (shards, groups, tables of a group) and is
 * otherwise refused to change: a layout is for ever.
 */
public final class Installer {
  private final ShardRouterConfig config;

  /** What an installation does to a shard. */
  public enum Outcome {
    /** There was nothing before. */
    INSTALLED,
    /** The shard had it all. */
    UNCHANGED,
    /** The shard had an older version of the schema. */
    UPGRADED,
    /** Shards, groups or tables are added, or the guard mode is another one. */
    GROWN
  }

  public Installer(ShardRouterConfig config) {
    this.config = config;
  }

  /**
   * What {@link #install} would do to the shard {@code shard}; changes nothing.
   *
   * @throws RefusedException {@code SR007} where it would be refused
   * @throws SQLException where the shard fails
   */
  public Outcome plan(Connection connection, int shard) throws SQLException {
    Optional<InstalledSchema> before = InstalledSchema.read(connection);
    Fingerprint wanted = Fingerprint.of(config, shard);
    if (before.isPresent()) {
      requireGrowth(before.get().fingerprint(), wanted);
    }
    for (GroupConfig group : config.groups().values()) {
      keyType(connection, group);
    }
    return before.map(schema -> outcome(schema, wanted)).orElse(Outcome.INSTALLED);
  }

  private static Outcome outcome(InstalledSchema before, Fingerprint wanted) {
    if (before.version() < InstalledSchema.CURRENT) {
      return Outcome.UPGRADED;
    }
    return wanted.differences(before.fingerprint(), Growth.REFUSED).isEmpty()
        ? Outcome.UNCHANGED
        : Outcome.GROWN;
  }

  /**
   * Installs on the shard {@code shard}.
   *
   * @param connection to that shard, as a role that may create the schema; given back with
   *     autocommit on
   * @return what was done
   * @throws RefusedException {@code SR007} where what is installed contradicts the configuration;
   *     nothing is changed then
   * @throws SQLException where the shard fails; nothing is changed then
   */
  public Outcome install(Connection connection, int shard) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Outcome outcome;
      try (Statement statement = connection.createStatement()) {
        statement.execute("set local client_min_messages = warning");
        statement.execute(ShardLock.INSTALLATION.exclusive());
        outcome = plan(connection, shard);
        Fingerprint wanted = Fingerprint.of(config, shard);
        statement.execute(constants(wanted));
        statement.execute(script());
        writeInstallation(connection, wanted);
        for (Map.Entry<String, GroupPrint> group : wanted.groups().entrySet()) {
          writeGroup(connection, group.getKey(), group.getValue());
        }
        statement.execute(grants(shard));
      }
      connection.commit();
      return outcome;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void requireGrowth(Fingerprint installed, Fingerprint wanted)
      throws RefusedException {
    Set<String> faults = new LinkedHashSet<>();
    if (installed.shard() != wanted.shard()) {
      faults.add("it is installed as shard " + installed.shard());
    }
    if (!wanted.shards().containsAll(installed.shards())) {
      faults.add("shards " + installed.shards() + " cannot shrink to " + wanted.shards());
    }
    for (Map.Entry<String, GroupPrint> entry : installed.groups().entrySet()) {
      GroupPrint before = entry.getValue();
      GroupPrint after = wanted.groups().get(entry.getKey());
      if (after == null) {
        faults.add("group " + entry.getKey() + " cannot be left out");
      } else if (!sameLayout(before, after)) {
        List<String> differences = new ArrayList<>();
        after.differences("groups." + entry.getKey(), before, differences);
        faults.addAll(differences);
      }
    }
    if (!faults.isEmpty()) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          "shard "
              + wanted.shard()
              + " is installed otherwise, and a layout never changes: "
              + String.join("; ", faults));
    }
  }

  private static boolean sameLayout(GroupPrint before, GroupPrint after) {
    return before.strategy().equals(after.strategy())
        && before.slots() == after.slots()
        && before.base().equals(after.base())
        && before.zone().equals(after.zone())
        && (after.keyType().isEmpty() || after.keyType().equals(before.keyType()))
        && after.tables().entrySet().containsAll(before.tables().entrySet());
  }

  private static String script() {
    String name = "schema-" + InstalledSchema.CURRENT + ".sql";
    try (InputStream in = Installer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the library's jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeInstallation(Connection connection, Fingerprint wanted)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into shard_router.installation
                   (schema_version, shard, shards, guard, installed_by)
            values (?, ?, ?, ?, ?)
            on conflict (only_row) do update
               set schema_version = excluded.schema_version, shards = excluded.shards,
                   guard = excluded.guard, installed_by = excluded.installed_by,
                   installed_at = now()
            """)) {
      statement.setInt(1, InstalledSchema.CURRENT);
      statement.setInt(2, wanted.shard());
      statement.setArray(3, connection.createArrayOf("int4", wanted.shards().toArray()));
      statement.setString(4, wanted.guard().name().toLowerCase(Locale.ROOT));
      statement.setString(5, libraryVersion());
      statement.executeUpdate();
    }
  }

  private static String libraryVersion() {
    String version = Installer.class.getPackage().getImplementationVersion();
    return "shard-router " + (version == null ? "development" : version);
  }

  private void writeGroup(Connection connection, String name, GroupPrint group)
      throws SQLException {
    KeyType keyType = keyType(connection, config.groups().get(name));
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into shard_router.layout (group_name, strategy, slots, base, key_type, zone)
            values (?, ?, ?, ?, ?, ?) on conflict (group_name) do nothing
            """)) {
      statement.setString(1, name);
      statement.setString(2, group.strategy());
      statement.setInt(3, group.slots());
      statement.setArray(4, connection.createArrayOf("int4", group.base().toArray()));
      statement.setString(5, keyType.name().toLowerCase(Locale.ROOT));
      statement.setString(6, group.zone());
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into shard_router.group_table (group_name, table_name, key_column)
            values (?, ?, ?) on conflict do nothing
            """)) {
      for (Map.Entry<String, String> table : group.tables().entrySet()) {
        statement.setString(1, name);
        statement.setString(2, table.getKey());
        statement.setString(3, table.getValue());
        statement.executeUpdate();
      }
    }
  }

  /** The configured type, else the one that the group's columns have; they must not differ. */
  private static KeyType keyType(Connection connection, GroupConfig group) throws SQLException {
    Optional<KeyType> found = group.keyType();
    for (Map.Entry<TableName, String> table : group.tables().entrySet()) {
      Optional<KeyType> ofColumn =
          KeyColumn.typeOf(connection, table.getKey().quoted(), table.getValue());
      if (ofColumn.isPresent() && found.isPresent() && !ofColumn.equals(found)) {
        throw new RefusedException(
            SqlState.MISCONFIGURED,
            "group %s has keys of type %s but %s.%s is of type %s"
                .formatted(
                    group.name(),
                    found.get(),
                    table.getKey().quoted(),
                    table.getValue(),
                    ofColumn.get()));
      }
      found = found.or(() -> ofColumn);
    }
    return found.orElseThrow(
        () ->
            new RefusedException(
                SqlState.MISCONFIGURED,
                "the key type of group "
                    + group.name()
                    + " is unknown: create its tables first, or set groups."
                    + group.name()
                    + ".keyType"));
  }

  /** The schema, and the shard's id and base layout as functions that the guard can inline. */
  private static String constants(Fingerprint wanted) {
    String cases =
        wanted.groups().entrySet().stream()
            .map(
                group ->
                    "when %s then (array[%s])[p_slot %% %d + 1]"
                        .formatted(
                            SqlText.literal(group.getKey()),
                            group.getValue().base().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(",")),
                            group.getValue().base().size()))
            .collect(Collectors.joining(" "));
    return """
        create schema if not exists shard_router;
        create schema if not exists shard_stage;
        create or replace function shard_router.self() returns integer
            language sql immutable parallel safe as $$ select %d $$;
        create or replace function shard_router.base_shard(p_group text, p_slot integer)
            returns integer language sql immutable parallel safe
            as $$ select case p_group %s end $$;
        """
        .formatted(wanted.shard(), cases);
  }

  /** What the application's role may do: guard, and read; the rest is the migrator's. */
  private String grants(int shard) {
    String role =
        SqlText.identifier(
            config.shards().stream()
                .filter(s -> s.id() == shard)
                .findFirst()
                .orElseThrow()
                .username());
    return """
        revoke all on schema shard_router, shard_stage from public;
        revoke all on all functions in schema shard_router from public;
        grant usage on schema shard_router to %1$s;
        grant select on all tables in schema shard_router to %1$s;
        grant select on all sequences in schema shard_router to %1$s;
        grant update on shard_router.fence to %1$s;
        grant execute on all functions in schema shard_router to %1$s;
        """
        .formatted(role);
  }
}
