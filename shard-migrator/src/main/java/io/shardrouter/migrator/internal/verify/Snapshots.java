package io.shardrouter.migrator.internal.verify;

import io.shardrouter.migrator.internal.move.ShardLink;
import io.shardrouter.migrator.internal.move.ShardLinks;
import io.shardrouter.migrator.internal.sql.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One snapshot of every shard, which fit together: what one shard gave by its snapshot, the other
 * took by its own. So a key that moves meanwhile is seen in one place. Not thread-safe.
 */
final class Snapshots implements AutoCloseable {
  /** Moves that are being adopted settle within this; those that were left open never do. */
  private static final int TRIES = 40;

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Map<Integer, ShardLink> links = new TreeMap<>();
  private final Map<Integer, SQLException> unreachable = new TreeMap<>();
  private List<Disagreement> disagreements = List.of();

  /** The giver's account of its moves to the taker is not the taker's. */
  record Disagreement(int giver, int taker) {}

  /** How many moves, and the sum over their ids. */
  private record Tally(long moves, BigDecimal checksum) {}

  private record Direction(int giver, int taker) {}

  /** Takes the snapshots, again and again until they fit or it is clear that they never will. */
  static Snapshots take(ShardLinks shards) throws SQLException {
    Snapshots snapshots = new Snapshots();
    try {
      for (int shard : shards.ids()) {
        snapshots.open(shards, shard);
      }
      for (int attempt = 1; ; attempt++) {
        snapshots.begin();
        if (snapshots.disagreements.isEmpty() || attempt == TRIES) {
          return snapshots;
        }
        snapshots.end();
        pause();
      }
    } catch (SQLException | RuntimeException e) {
      snapshots.close();
      throw e;
    }
  }

  private static void pause() throws SQLException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while moves settled", "57014", e);
    }
  }

  private void open(ShardLinks shards, int shard) {
    try {
      links.put(shard, shards.to(shard));
    } catch (SQLException e) {
      unreachable.put(shard, e);
    }
  }

  private void begin() throws SQLException {
    Map<Direction, Tally> given = new LinkedHashMap<>();
    Map<Direction, Tally> taken = new LinkedHashMap<>();
    for (ShardLink link : links.values()) {
      Connection connection = link.connection();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      Sql.each(
          connection,
          row -> {
            int peer = row.getInt("peer");
            Tally tally = new Tally(row.getLong("moves"), row.getBigDecimal("checksum"));
            if (row.getString("direction").equals("given")) {
              given.put(new Direction(link.shard(), peer), tally);
            } else {
              taken.put(new Direction(peer, link.shard()), tally);
            }
          },
          "select peer, direction, moves, checksum from shard_router.traffic");
    }
    disagreements = compare(given, taken);
  }

  private List<Disagreement> compare(Map<Direction, Tally> given, Map<Direction, Tally> taken) {
    List<Disagreement> found = new ArrayList<>();
    for (int giver : links.keySet()) {
      for (int taker : links.keySet()) {
        Direction way = new Direction(giver, taker);
        Tally nothing = new Tally(0, BigDecimal.ZERO);
        Tally one = given.getOrDefault(way, nothing);
        Tally other = taken.getOrDefault(way, nothing);
        if (one.moves() != other.moves() || one.checksum().compareTo(other.checksum()) != 0) {
          found.add(new Disagreement(giver, taker));
        }
      }
    }
    return found;
  }

  /** The shards that answer, each in its snapshot. */
  Collection<ShardLink> shards() {
    return links.values();
  }

  Map<Integer, SQLException> unreachable() {
    return unreachable;
  }

  /** Where the snapshots do not fit together. */
  List<Disagreement> disagreements() {
    return disagreements;
  }

  private void end() throws SQLException {
    for (ShardLink link : links.values()) {
      Connection connection = link.connection();
      connection.rollback();
      connection.setAutoCommit(true);
      connection.setReadOnly(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      end();
    } finally {
      for (ShardLink link : links.values()) {
        link.close();
      }
    }
  }
}
