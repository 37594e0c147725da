package io.shardrouter.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableListMultimap;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.TransactionMode;
import io.shardrouter.migrator.Migrator;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reads of one key or a few, and INSERTs that are split among them, over routers that have not
 * heard of the moves, while those very keys move: no answer is wrong, and no row is lost or
 * doubled.
 */
@Timeout(300)
class MovedFewTest {
  private static final int MOVES = Integer.getInteger("differential.hotMoves", 60);
  private static final int ROWS_OF_A_KEY = 2;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Set<String> in = ConcurrentHashMap.newKeySet();
  private final Set<String> out = ConcurrentHashMap.newKeySet();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger inserts = new AtomicInteger();
  private final CountDownLatch moved = new CountDownLatch(MOVES);

  /** One thing that is done again and again. */
  private interface Step {
    void run(Random random) throws SQLException;
  }

  @Test
  void noAnswerIsWrongAndNoRowIsLostWhileTheKeysMove() throws Exception {
    try (Side side = Side.sharded(3, Collating.ENGLISH, ImmutableListMultimap.of());
        ShardedDataSource one = router(side);
        ShardedDataSource other = router(side);
        Migrator migrator = Migrator.open(side.config())) {
      fill(one);
      List<Thread> threads =
          List.of(
              again(1, random -> move(migrator, side, random)),
              again(2, random -> read(one, random)),
              again(3, random -> read(other, random)),
              again(4, random -> insert(one, "a", random)),
              again(5, random -> insert(other, "b", random)));
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      expectRows(side);
    }
    assertThat(wrong).isEmpty();
    assertThat(moved.getCount()).isZero();
    assertThat(reads.get()).isGreaterThan(MOVES);
    assertThat(inserts.get()).isGreaterThan(MOVES);
  }

  private static ShardedDataSource router(Side side) throws SQLException {
    return ShardedDataSource.open(
        side.config().toBuilder().transactions(TransactionMode.BEST_EFFORT).build());
  }

  private static void fill(ShardedDataSource router) throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      for (String key : HotKeys.ALL) {
        s.execute("insert into users (id, name) values ('" + key + "', 'hot')");
        for (int no = 0; no < ROWS_OF_A_KEY; no++) {
          s.execute(
              "insert into orders (user_id, no, status, total) values ('%s', %d, 'base', 50)"
                  .formatted(key, no));
        }
      }
    }
  }

  private Thread again(int seed, Step step) {
    Random random = new Random(seed);
    return new Thread(
        () -> {
          while (moved.getCount() > 0 && wrong.isEmpty()) {
            try {
              step.run(random);
            } catch (SQLException e) {
              // What may be run again is no wrong answer.
              if (!"40001".equals(e.getSQLState())) {
                wrong.add(e.getSQLState() + " " + e);
              }
            }
          }
        });
  }

  private void move(Migrator migrator, Side side, Random random) throws SQLException {
    if (HotKeys.move(migrator, side, random)) {
      moved.countDown();
    }
  }

  // --- reading ----------------------------------------------------------------------------------

  private void read(ShardedDataSource router, Random random) throws SQLException {
    List<String> keys = HotKeys.some(random, 2);
    String marks = String.join(", ", Collections.nCopies(keys.size(), "?"));
    String or = String.join(" or ", Collections.nCopies(keys.size(), "user_id = ?"));
    List<String> sorted = keys.stream().sorted().toList();
    int count = keys.size();
    switch (random.nextInt(7)) {
      case 0 -> read(router, "select id from users where id in (" + marks + ")", keys, sorted);
      case 1 -> readArray(router, keys, sorted);
      case 2 ->
          read(
              router,
              "select distinct user_id from orders where " + or + " order by user_id",
              keys,
              sorted);
      case 3 ->
          read(
              router,
              "select count(*) || ' ' || sum(total) from orders where status = 'base' and"
                  + " user_id in ("
                  + marks
                  + ")",
              keys,
              List.of(ROWS_OF_A_KEY * count + " " + 50 * ROWS_OF_A_KEY * count + ".00"));
      case 4, 5 -> readOne(router, keys.get(0), random.nextBoolean());
      default ->
          read(
              router,
              "select string_agg(u.id, ' ' order by u.id) from users u join orders o"
                  + " on o.user_id = u.id and o.no = 0 where u.id in ("
                  + marks
                  + ")",
              keys,
              List.of(String.join(" ", sorted)));
    }
  }

  /** Proves of its own snapshot that the key is where it looked. */
  private void readOne(ShardedDataSource router, String key, boolean joined) throws SQLException {
    String sql =
        joined
            ? "select u.id from users u join orders o on o.user_id = u.id and o.no = 0 where u.id = ?"
            : "select sum(total) from orders where status = 'base' and user_id = ?";
    List<String> expected = List.of(joined ? key : 50 * ROWS_OF_A_KEY + ".00");
    read(router, sql, List.of(key), expected);
  }

  private void read(ShardedDataSource router, String sql, List<String> keys, List<String> expected)
      throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < keys.size(); i++) {
        s.setString(i + 1, keys.get(i));
      }
      compare(sql, s.executeQuery(), expected);
    }
  }

  private void readArray(ShardedDataSource router, List<String> keys, List<String> expected)
      throws SQLException {
    String sql = "select id from users where id = any(?) order by name, id";
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      c.setAutoCommit(false);
      s.setFetchSize(1);
      s.setArray(1, c.createArrayOf("text", keys.toArray()));
      compare(sql, s.executeQuery(), expected);
      c.commit();
    }
  }

  private void compare(String sql, ResultSet rows, List<String> expected) throws SQLException {
    List<String> found = new ArrayList<>();
    while (rows.next()) {
      found.add(rows.getString(1));
    }
    reads.incrementAndGet();
    if (!found.stream().sorted().toList().equals(expected)) {
      wrong.add(sql + " gave " + found + " and not " + expected);
    }
  }

  // --- writing ----------------------------------------------------------------------------------

  private void insert(ShardedDataSource router, String by, Random random) throws SQLException {
    List<String> keys = HotKeys.some(random, 3);
    int no = 1_000 + inserts.incrementAndGet();
    List<String> rows = keys.stream().map(key -> key + " " + no + " " + by).toList();
    String values = String.join(", ", Collections.nCopies(keys.size(), "(?, ?, ?)"));
    String sql = "insert into orders (user_id, no, status) values " + values;
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement(sql + " returning user_id")) {
      for (int i = 0; i < keys.size(); i++) {
        s.setString(3 * i + 1, keys.get(i));
        s.setInt(3 * i + 2, no);
        s.setString(3 * i + 3, by);
      }
      compare(sql, s.executeQuery(), keys.stream().sorted().toList());
      in.addAll(rows);
    } catch (BatchUpdateException e) {
      long[] counts = e.getLargeUpdateCounts();
      if (counts.length != rows.size()) {
        wrong.add(rows + ": " + Arrays.toString(counts));
        return;
      }
      for (int i = 0; i < counts.length; i++) {
        (counts[i] == Statement.EXECUTE_FAILED ? out : in).add(rows.get(i));
      }
      throw e;
    } catch (SQLException e) {
      out.addAll(rows);
      throw e;
    }
  }

  /** What was said to be in is there once, and nothing that was said not to be. */
  private void expectRows(Side side) throws Exception {
    List<String> found = new ArrayList<>();
    for (Database database : side.databases()) {
      found.addAll(
          database.ask(
              "select user_id || ' ' || no || ' ' || status from orders where status <> 'base'"));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(in);
    assertThat(out.stream().filter(found::contains).collect(Collectors.toSet())).isEmpty();
  }
}
