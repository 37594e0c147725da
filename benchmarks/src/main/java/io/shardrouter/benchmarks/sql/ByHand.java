package io.shardrouter.benchmarks.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.benchmarks.measure.Modulo;
import io.shardrouter.benchmarks.measure.Together;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What a service writes that has no router: a pool for each shard, all shards asked at once by
 * threads of a pool, one prepared statement for each, and the answers put together by hand.
 */
final class ByHand implements Contender {
  private static final String SOME = "select id, joined from users where id = any (?)";
  private static final String SUMS = "select plan, count(*), sum(balance) from users group by plan";

  private final List<HikariDataSource> pools;
  private final ThreadLocal<Modulo> modulo = ThreadLocal.withInitial(Modulo::new);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  ByHand(List<HikariDataSource> pools) {
    this.pools = List.copyOf(pools);
  }

  /** What is done on one shard. */
  @FunctionalInterface
  private interface Part<T> {
    T run(int shard, Connection connection) throws SQLException;
  }

  private int shard(String id) {
    return modulo.get().shard(id, pools.size());
  }

  @Override
  public Connection connection(String id) throws SQLException {
    return pools.get(shard(id)).getConnection();
  }

  private <T> List<T> onAll(Part<T> part) throws SQLException {
    return on(IntStream.range(0, pools.size()).boxed().toList(), part);
  }

  private <T> List<T> on(List<Integer> shards, Part<T> part) throws SQLException {
    List<Future<T>> asked = new ArrayList<>(shards.size());
    for (int shard : shards) {
      asked.add(
          threads.submit(
              () -> {
                try (Connection connection = pools.get(shard).getConnection()) {
                  return part.run(shard, connection);
                }
              }));
    }
    return Together.all(asked);
  }

  private static long sum(List<Long> parts) {
    return parts.stream().mapToLong(Long::longValue).sum();
  }

  private List<List<String>> split(List<String> ids) {
    List<List<String>> parts = new ArrayList<>();
    pools.forEach(pool -> parts.add(new ArrayList<>()));
    ids.forEach(id -> parts.get(shard(id)).add(id));
    return parts;
  }

  private static List<Integer> notEmpty(List<List<String>> parts) {
    return IntStream.range(0, parts.size()).filter(i -> !parts.get(i).isEmpty()).boxed().toList();
  }

  @Override
  public long some(List<String> ids) throws SQLException {
    List<List<String>> parts = split(ids);
    return sum(
        on(
            notEmpty(parts),
            (shard, connection) -> {
              try (PreparedStatement statement = connection.prepareStatement(SOME)) {
                statement.setObject(1, parts.get(shard).toArray(String[]::new));
                return BySql.sumOf(statement);
              }
            }));
  }

  @Override
  public long count() throws SQLException {
    return sum(
        onAll(
            (shard, connection) -> {
              try (PreparedStatement statement = connection.prepareStatement(BySql.COUNT);
                  ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            }));
  }

  private record Joined(String id, String name, long joined) {}

  @Override
  public long latest() throws SQLException {
    List<List<Joined>> parts = onAll((shard, connection) -> latest(connection));
    PriorityQueue<Head<Joined>> heads =
        new PriorityQueue<>(
            Comparator.comparingLong((Head<Joined> head) -> head.first().joined()).reversed());
    parts.stream().filter(part -> !part.isEmpty()).map(Head::new).forEach(heads::add);
    long sum = 0;
    for (int row = 0; row < Workload.LATEST_ROWS && !heads.isEmpty(); row++) {
      Head<Joined> head = heads.remove();
      sum += head.first().id().length() + head.first().joined();
      if (head.next()) {
        heads.add(head);
      }
    }
    return sum;
  }

  private static List<Joined> latest(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BySql.LATEST);
        ResultSet row = statement.executeQuery()) {
      List<Joined> rows = new ArrayList<>(Workload.LATEST_ROWS);
      while (row.next()) {
        rows.add(new Joined(row.getString(1), row.getString(2), row.getLong(3)));
      }
      return rows;
    }
  }

  /** Where the merge stands in one shard's rows. */
  private static final class Head<T> {
    private final List<T> rows;
    private int at;

    Head(List<T> rows) {
      this.rows = rows;
    }

    T first() {
      return rows.get(at);
    }

    boolean next() {
      at++;
      return at < rows.size();
    }
  }

  private record Sum(int plan, long count, BigDecimal balance) {
    Sum plus(Sum other) {
      return new Sum(plan, count + other.count, balance.add(other.balance));
    }

    long made() {
      return BySql.made(
          plan, count, balance.divide(BigDecimal.valueOf(count), 16, RoundingMode.HALF_UP));
    }
  }

  @Override
  public long averages() throws SQLException {
    TreeMap<Integer, Sum> plans = new TreeMap<>();
    for (List<Sum> part : onAll((shard, connection) -> sums(connection))) {
      part.forEach(sum -> plans.merge(sum.plan(), sum, Sum::plus));
    }
    return plans.values().stream().mapToLong(Sum::made).sum();
  }

  private static List<Sum> sums(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SUMS);
        ResultSet row = statement.executeQuery()) {
      List<Sum> sums = new ArrayList<>();
      while (row.next()) {
        sums.add(new Sum(row.getInt(1), row.getLong(2), row.getBigDecimal(3)));
      }
      return sums;
    }
  }

  @Override
  public long scan(int fetchSize) throws SQLException {
    try (HandMergedScan scan = new HandMergedScan(pools, threads, fetchSize)) {
      return scan.sum();
    }
  }

  @Override
  public long batch(List<String> ids) throws SQLException {
    List<List<String>> parts = split(ids);
    return sum(
        on(
            notEmpty(parts),
            (shard, connection) -> {
              connection.setAutoCommit(false);
              try (PreparedStatement statement = connection.prepareStatement(OneUser.UPDATE)) {
                long rows = BySql.update(statement, parts.get(shard));
                connection.commit();
                connection.setAutoCommit(true);
                return rows;
              }
            }));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    pools.forEach(HikariDataSource::close);
  }
}
