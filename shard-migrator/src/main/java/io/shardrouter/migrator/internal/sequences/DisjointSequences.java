package io.shardrouter.migrator.internal.sequences;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.guard.SqlText;
import io.shardrouter.migrator.internal.catalog.ColumnSequence;
import io.shardrouter.migrator.internal.catalog.GroupCatalog;
import io.shardrouter.migrator.internal.catalog.GroupTable;
import io.shardrouter.migrator.internal.sql.Sql;
import io.shardrouter.migrator.internal.sql.UntilFree;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the sequences behind a shard's columns give numbers that no other shard's do: in steps of
 * {@link ColumnSequence#DISJOINT_INCREMENT}, beginning at the shard's id + 1. Nothing is recorded:
 * whoever wants to know looks at the sequences.
 */
public final class DisjointSequences {
  /** How long to try for one sequence. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Connection connection;
  private final int shard;
  private final ImmutableList<Fed> sequences;

  /**
   * A sequence and the columns that it feeds.
   *
   * @param name qualified and quoted
   */
  record Fed(String name, long oid, ImmutableList<Column> columns) {}

  /** A column; both names quoted where they must be. */
  record Column(String table, String name) {}

  /**
   * A sequence that is disjoint now.
   *
   * @param name qualified and quoted
   * @param next the number that it gives next
   * @param changed whether it was not so before
   */
  public record Disjoint(String name, long next, boolean changed) {}

  private DisjointSequences(Connection connection, int shard, ImmutableList<Fed> sequences) {
    this.connection = connection;
    this.shard = shard;
    this.sequences = sequences;
  }

  /** The sequences of {@code groups} on {@code shard}, to which {@code connection} leads. */
  public static DisjointSequences of(Connection connection, int shard, Collection<String> groups)
      throws SQLException {
    Map<Long, Fed> found = new LinkedHashMap<>();
    for (String group : groups) {
      for (GroupTable table : GroupCatalog.read(connection, group).tables()) {
        for (ColumnSequence sequence : table.sequences()) {
          if (sequence.direct()) {
            Column column = new Column(table.name(), SqlText.identifier(sequence.column()));
            found.merge(
                sequence.oid(),
                new Fed(sequence.sequence(), sequence.oid(), ImmutableList.of(column)),
                DisjointSequences::both);
          }
        }
      }
    }
    return new DisjointSequences(connection, shard, ImmutableList.copyOf(found.values()));
  }

  private static Fed both(Fed one, Fed other) {
    ImmutableSet<Column> columns =
        ImmutableSet.<Column>builder().addAll(one.columns()).addAll(other.columns()).build();
    return new Fed(one.name(), one.oid(), columns.asList());
  }

  /** Why sequences cannot be made disjoint, a sentence each; changes nothing. */
  public List<String> objections() throws SQLException {
    List<String> objections = new ArrayList<>();
    for (Fed sequence : sequences) {
      Optional<String> objection =
          SequenceState.read(connection, sequence).objection(shard, largest(sequence));
      objection.ifPresent(why -> objections.add("sequence " + sequence.name() + " " + why));
    }
    return objections;
  }

  /** Makes them disjoint, each in a transaction of its own; those that are so are left alone. */
  public List<Disjoint> make() throws SQLException {
    List<Disjoint> made = new ArrayList<>();
    for (Fed sequence : sequences) {
      // Read before the lock: it may take long, and what comes later is below the last number.
      long largest = largest(sequence);
      SequenceState now = SequenceState.read(connection, sequence);
      if (now.isDisjoint(shard, largest)) {
        made.add(
            new Disjoint(
                sequence.name(), ColumnSequence.firstAfter(shard, now.used(largest)), false));
      } else {
        made.add(new Disjoint(sequence.name(), change(sequence, largest), true));
      }
    }
    return made;
  }

  private long change(Fed sequence, long largest) throws SQLException {
    return UntilFree.get(LIMIT, () -> changeAtOnce(sequence, largest));
  }

  private long changeAtOnce(Fed sequence, long largest) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Sql.run(connection, "set local lock_timeout = " + UntilFree.LOCK_TIMEOUT.toMillis());
      // Keeps nextval out to the end of the transaction.
      Sql.run(
          connection,
          "alter sequence "
              + sequence.name()
              + " increment by "
              + ColumnSequence.DISJOINT_INCREMENT);
      long used = SequenceState.read(connection, sequence).used(largest);
      long next = ColumnSequence.firstAfter(shard, used);
      Sql.run(
          connection,
          "alter sequence %s start with %d restart with %d".formatted(sequence.name(), next, next));
      connection.commit();
      return next;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** The greatest number in the rows, 0 where there is none or only negative ones. */
  private long largest(Fed sequence) throws SQLException {
    long largest = 0;
    for (Column column : sequence.columns()) {
      String sql =
          "select coalesce(max(%s), 0)::bigint from %s".formatted(column.name(), column.table());
      largest = Math.max(largest, Sql.one(connection, row -> row.getLong(1), sql));
    }
    return largest;
  }
}
