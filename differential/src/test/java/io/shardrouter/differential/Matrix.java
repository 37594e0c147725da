package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plain PostgreSQL and routers over 1, 2, 3 and 5 shards, with the same rows, of each collation.
 */
final class Matrix implements AutoCloseable {
  static final long SEED = 20_240_101;

  private final ImmutableListMultimap<String, Row> rows = Population.of(SEED);
  private final Map<Collating, Side> plain = new EnumMap<>(Collating.class);
  private final Map<Collating, Asking> asking = new EnumMap<>(Collating.class);
  private final List<Comparison> all = new ArrayList<>();

  private Matrix() {}

  /** All configurations. */
  static Matrix open() throws SQLException, IOException {
    return open(ImmutableList.of(1, 2, 3, 5));
  }

  static Matrix open(ImmutableList<Integer> counts) throws SQLException, IOException {
    Matrix matrix = new Matrix();
    for (Collating collating : Collating.values()) {
      Side plain = Side.plain(collating, matrix.rows, "statement_timeout = '3s'");
      matrix.plain.put(collating, plain);
      matrix.asking.put(collating, new Asking(plain.source()));
      for (int count : counts) {
        matrix.add(collating, Side.sharded(count, collating, matrix.rows));
      }
    }
    return matrix;
  }

  private void add(Collating collating, Side sharded) {
    Side one = plain.get(collating);
    Asking asked = asking.get(collating);
    if (one != null && asked != null) {
      all.add(new Comparison(one, asked, sharded, Optional.empty()));
    }
  }

  ImmutableList<Comparison> comparisons() {
    return ImmutableList.copyOf(all);
  }

  @Override
  public void close() throws SQLException {
    for (Comparison comparison : all) {
      comparison.routed().close();
    }
    for (Asking each : asking.values()) {
      each.close();
    }
    for (Side side : plain.values()) {
      side.close();
    }
  }
}
