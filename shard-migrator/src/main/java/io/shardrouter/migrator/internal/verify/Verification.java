package io.shardrouter.migrator.internal.verify;

import io.shardrouter.ShardRouterConfig;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.migrator.Finding;
import io.shardrouter.migrator.Finding.Kind;
import io.shardrouter.migrator.RecoveryReport.Recovered;
import io.shardrouter.migrator.VerificationReport;
import io.shardrouter.migrator.internal.catalog.GroupCatalog;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.move.Journal;
import io.shardrouter.migrator.internal.move.Recovery;
import io.shardrouter.migrator.internal.move.ShardLink;
import io.shardrouter.migrator.internal.move.ShardLinks;
import io.shardrouter.migrator.internal.move.Subjects;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Looks at the whole cluster, in snapshots that fit together. */
public final class Verification {
  private final ShardRouterConfig config;
  private final ShardLinks links;
  private final Subjects subjects;
  private final Recovery recovery;

  public Verification(
      ShardRouterConfig config, ShardLinks links, Subjects subjects, Recovery recovery) {
    this.config = config;
    this.links = links;
    this.subjects = subjects;
    this.recovery = recovery;
  }

  /** Looks, and changes nothing. */
  public VerificationReport verify() throws SQLException {
    return look(List.of());
  }

  /**
   * Mends what is safe: settles moves whose movers are gone and drops staging tables that belong to
   * no open move. Then looks what is left.
   */
  public VerificationReport repair() throws SQLException {
    List<String> repaired = new ArrayList<>();
    for (Recovered each : recovery.recover(Recovery.Which.ABANDONED).moves()) {
      switch (each.ending()) {
        case FINISHED -> repaired.add(each.description() + " was finished");
        case UNDONE -> repaired.add(each.description() + " was undone");
        case RUNNING, FAILED -> {
          // It is found below, as a move that is open.
        }
      }
    }
    for (int shard : links.ids()) {
      try (ShardLink link = links.to(shard)) {
        for (String table : LeftOvers.drop(link)) {
          repaired.add("staging table " + table + " on shard " + shard + " was dropped");
        }
      } catch (SQLException e) {
        // What cannot be reached or dropped is found again below.
        repaired.add("nothing on shard " + shard + ": " + e.getMessage());
      }
    }
    return look(repaired);
  }

  private VerificationReport look(List<String> repaired) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    long keys = 0;
    try (Snapshots snapshots = Snapshots.take(links)) {
      snapshots
          .unreachable()
          .forEach(
              (shard, failure) ->
                  findings.add(of(Kind.UNREACHABLE, shard, String.valueOf(failure.getMessage()))));
      Set<UUID> open = openMoves(snapshots, findings);
      if (open.isEmpty()) {
        disagreements(snapshots, findings);
      }
      for (ShardLink shard : snapshots.shards()) {
        for (String table : LeftOvers.on(shard)) {
          findings.add(
              of(
                  Kind.LEFT_OVER_STAGING,
                  shard.shard(),
                  "staging table "
                      + table
                      + " on shard "
                      + shard.shard()
                      + " belongs to no open move: verify --repair drops it"));
        }
      }
      for (String name : config.groups().keySet()) {
        keys += look(subjects.group(name), snapshots, findings);
      }
    }
    return new VerificationReport(findings, repaired, keys);
  }

  private static long look(Group group, Snapshots snapshots, List<Finding> findings)
      throws SQLException {
    long keys = 0;
    // A shard that is down may be the holder that the others point to.
    if (snapshots.unreachable().isEmpty()) {
      new Holders(group, snapshots.shards(), findings::add).check();
    }
    for (ShardLink shard : snapshots.shards()) {
      Rows rows = new Rows(group, shard, findings::add);
      for (GroupTable table : GroupCatalog.read(shard.connection(), group.name()).tables()) {
        keys += rows.check(table);
      }
    }
    return keys;
  }

  private static Set<UUID> openMoves(Snapshots snapshots, List<Finding> findings)
      throws SQLException {
    Set<UUID> open = new LinkedHashSet<>();
    for (ShardLink shard : snapshots.shards()) {
      for (Journal.Entry entry : Journal.open(shard.connection())) {
        if (open.add(entry.move().id()) && !entry.connected()) {
          findings.add(
              of(
                  Kind.OPEN_MOVE,
                  shard.shard(),
                  entry.move()
                      + " is "
                      + entry.state().name().toLowerCase(Locale.ROOT)
                      + " and its mover is gone: run shardctl recover"));
        }
      }
    }
    return open;
  }

  private static void disagreements(Snapshots snapshots, List<Finding> findings) {
    for (Snapshots.Disagreement each : snapshots.disagreements()) {
      findings.add(
          of(
              Kind.TRAFFIC_DIFFERS,
              each.taker(),
              "shard %d tells otherwise of the moves from shard %d than that does itself: was one"
                      .formatted(each.taker(), each.giver())
                  + " of them restored from a backup?"));
    }
  }

  private static Finding of(Kind kind, int shard, String description) {
    return new Finding(kind, Optional.of(shard), Optional.empty(), description);
  }
}
