package io.shardrouter.migrator.internal.move;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.shardrouter.GroupConfig;
import io.shardrouter.GuardMode;
import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.SqlState;
import io.shardrouter.TableName;
import io.shardrouter.internal.guard.Fingerprint;
import io.shardrouter.internal.guard.Fingerprint.Growth;
import io.shardrouter.internal.guard.InstalledSchema;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.ShardLock;
import io.shardrouter.migrator.internal.catalog.GroupCatalog;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.catalog.KnownCatalogs;
import io.shardrouter.migrator.internal.catalog.Objections;
import io.shardrouter.migrator.internal.catalog.Options;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at both sides of a move before it begins; changes nothing. */
public final class Preflight {
  private final ShardRouterConfig config;
  private final KnownCatalogs catalogs = new KnownCatalogs();

  /**
   * What was found.
   *
   * @param objections every reason to refuse the move; empty: it may begin
   */
  public record Findings(
      Group group, GroupCatalog source, GroupCatalog target, ImmutableList<String> objections) {

    /**
     * @throws RefusedException {@code SR004} with all objections at once
     */
    void requireNone(Subject subject, int from, int to) throws RefusedException {
      if (!objections.isEmpty()) {
        throw new RefusedException(
            SqlState.REFUSED,
            "%s cannot move from shard %d to shard %d: %s"
                .formatted(subject, from, to, String.join("; ", objections)));
      }
    }
  }

  public Preflight(ShardRouterConfig config) {
    this.config = config;
  }

  /** The group of {@code subject}, as the shard behind {@code link} has it installed. */
  public Group group(ShardLink link, String name) throws SQLException {
    GroupConfig group = config.groups().get(name);
    if (group == null) {
      throw new RefusedException(
          SqlState.BAD_KEY,
          "there is no group " + name + "; the groups are " + config.groups().keySet());
    }
    KeyType type = installed(link).fingerprint().groups().get(name).keyType().orElseThrow();
    return new Group(group, type);
  }

  KnownCatalogs catalogs() {
    return catalogs;
  }

  /** Looks at {@code source}, which holds the subject, and at {@code target}. */
  public Findings look(ShardLink source, ShardLink target, Subject subject) throws SQLException {
    List<String> objections = new ArrayList<>();
    for (ShardLink side : List.of(source, target)) {
      objectToInstallation(side, objections);
    }
    Group group = group(source, subject.group());
    GroupCatalog on = catalogs.read(source.connection(), source.shard(), subject.group());
    GroupCatalog off = catalogs.read(target.connection(), target.shard(), subject.group());
    objections.addAll(
        Objections.of(source.connection(), on, target.connection(), off, options(subject.group())));
    if (objections.isEmpty()) {
      objectToRows(target, group, off, subject, objections);
    }
    return new Findings(group, on, off, ImmutableList.copyOf(objections));
  }

  private Options options(String group) {
    return new Options(
        config.referenceTables().stream()
            .map(TableName::parse)
            .collect(ImmutableSet.toImmutableSet()),
        ImmutableMap.copyOf(
            Maps.transformValues(
                config.groups().get(group).globallyUnique(), ImmutableSet::copyOf)));
  }

  private void objectToInstallation(ShardLink side, List<String> objections) throws SQLException {
    Fingerprint wanted = Fingerprint.of(config, side.shard());
    List<String> differences = wanted.differences(installed(side).fingerprint(), Growth.REFUSED);
    differences.forEach(d -> objections.add("on shard " + side.shard() + " " + d));
    if (config.guard() == GuardMode.OFF) {
      objections.add("guard: off is configured, and without guards writers cannot be kept off");
    }
    if (isUnguarded(side.connection())) {
      objections.add(
          "shard %d has connections of routers with guard: off: stop them, or wait until they end"
              .formatted(side.shard()));
    }
  }

  /** Whether a pool without guards is connected; see the list of locks in the shard's schema. */
  static boolean isUnguarded(Connection connection) throws SQLException {
    return Sql.holds(
        connection,
        """
        select exists (
            select from pg_locks
             where locktype = 'advisory' and classid = %d and objsubid = 2
               and objid::bigint = (%s::bigint & 4294967295)
               and database = (select oid from pg_database where datname = current_database())
               and granted)
        """
            .formatted(ShardLock.CLASS, ShardLock.UNGUARDED.id()));
  }

  private static InstalledSchema installed(ShardLink side) throws SQLException {
    return InstalledSchema.read(side.connection())
        .orElseThrow(
            () ->
                new RefusedException(
                    SqlState.MISCONFIGURED,
                    "shard "
                        + side.shard()
                        + " lacks the shard_router schema: run shardctl --config FILE install"));
  }

  private static void objectToRows(
      ShardLink target, Group group, GroupCatalog off, Subject subject, List<String> objections)
      throws SQLException {
    RowFilter filter = new RowFilter(group, subject);
    for (GroupTable table : off.tables()) {
      String where = filter.on(target.connection(), table, RowFilter.Side.TARGET);
      if (Sql.any(
          target.connection(), "select from " + table.name() + " t where " + where + " limit 1")) {
        objections.add(
            "shard %d has rows of it in %s already: see shardctl verify"
                .formatted(target.shard(), table.name()));
      }
    }
  }
}
