package io.shardrouter;

import static io.shardrouter.GatheredShards.ascending;
import static io.shardrouter.GatheredShards.descending;
import static io.shardrouter.GatheredShards.merge;
import static io.shardrouter.GatheredShards.text;
import static io.shardrouter.GatheredShards.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.exec.ScatterRows;
import io.shardrouter.internal.exec.Wanted;
import io.shardrouter.internal.sql.Gathering.Amount;
import io.shardrouter.internal.sql.Gathering.Merge;
import io.shardrouter.internal.sql.Gathering.OrderKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of several shards, merged, are those of one PostgreSQL that holds them all. */
@Timeout(60)
class MergedRowsTest {
  private GatheredShards shards;

  @BeforeEach
  void start() throws SQLException {
    shards = GatheredShards.of(3);
  }

  @AfterEach
  void stop() throws SQLException {
    assertThat(ScatterProbe.active(shards.router())).isZero();
    ScatterProbe.requireUsable(shards.router());
    shards.close();
  }

  private static Wanted fetching(int rows) {
    return new Wanted(rows, 0, Duration.ZERO);
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  private void numbers(int count) throws SQLException {
    shards.execute("create table numbers (n int, even boolean)");
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      rows.add(i + ", " + (i % 2 == 0));
    }
    shards.insert("numbers", rows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numeric: NaN, 1.50, 1.5, -1e10, Infinity, -Infinity, 0, 12345678901234567890.000000001",
        "double precision: NaN, Infinity, -Infinity, -0, 0, 1e-300, 2.5",
        "real: NaN, 0.1, 0.2, 1e-40, -0, 0",
        "timestamptz: infinity, -infinity, 2024-02-29 12:00+05:30, 0044-03-15 12:00 BC, 1999-01-01",
        "date: infinity, 0044-03-15 BC, 2024-02-29, 1970-01-01, -infinity",
        "text: , a, B, \u00e9, \ufffd, \ud83d\ude00, ab, a b, Z",
        "bytea: \\x, \\x80, \\x7f, \\xff00, \\xff",
        "uuid: ffffffff-ffff-ffff-ffff-ffffffffffff, 00000000-0000-0000-0000-000000000001",
        "character(4): a, ab, B, b"
      })
  void everyTypeIsOrderedAsByOnePostgresql(String line) throws SQLException {
    String type = line.substring(0, line.indexOf(':'));
    String[] values = line.substring(line.indexOf(':') + 2).split(", ", -1);
    shards.execute("create table t (id int, v " + type + ")");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 3 * values.length; i++) {
      rows.add("%d, '%s'".formatted(i, values[(i * 5 + i / values.length) % values.length]));
    }
    rows.add("100, null");
    rows.add("101, null");
    shards.insert("t", rows);
    for (String order : List.of("", " desc", " nulls first", " desc nulls last")) {
      String sql = "select id, v from t order by v" + order + ", id desc";
      OrderKey key =
          new OrderKey(
              2, order.contains("desc"), order.contains("first") || order.equals(" desc"), true);
      for (int fetchSize : new int[] {1, 2, 1000}) {
        // The sixth run comes in the binary format, where there is one.
        for (int run = 0; run < 7; run++) {
          assertThat(ids(shards.rows(merge(text(sql), key, descending(1)), fetching(fetchSize))))
              .as("%s, %d at a time, run %d", sql, fetchSize, run)
              .isEqualTo(ids(shards.plainRows(sql)));
        }
      }
    }
  }

  /** The driver writes some values in another way when they come in binary. */
  private static List<String> ids(List<String> rows) {
    return rows.stream().map(row -> row.substring(0, row.indexOf(';'))).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "0, 1", "0, 20", "0, 100", "1, 1", "5, 7", "19, 1", "19, 5", "20, 5", "25, 5", "3, 0",
  })
  void offsetAndLimitAreOverAllShards(int offset, int limit) throws SQLException {
    numbers(20);
    String plain = "select n from numbers order by n offset %d limit %d".formatted(offset, limit);
    Amount.Constant from = new Amount.Constant(offset);
    Amount.Constant rows = new Amount.Constant(limit);
    for (int fetchSize : new int[] {1, 3, 1000}) {
      for (String pushed : List.of(" limit " + (offset + limit), "")) {
        Merge ordered = merge(text("select n from numbers order by n" + pushed), ascending(1));
        assertThat(shards.rows(window(ordered, from, rows), fetching(fetchSize)))
            .as("%d at a time,%s", fetchSize, pushed)
            .isEqualTo(shards.plainRows(plain));
        assertThat(
                shards.rows(
                    window(merge(text("select n from numbers" + pushed)), from, rows),
                    fetching(fetchSize)))
            .hasSameSizeAs(shards.plainRows(plain));
      }
    }
  }

  @Test
  void theNumbersOfRowsMayBeParameters() throws SQLException {
    numbers(10);
    Merge merge =
        window(
            merge(text("select n from numbers where n > ? order by n", 1), ascending(1)),
            new Amount.Parameter(2),
            new Amount.Parameter(3));
    assertThat(shards.rows(merge, 3, 2L, "4"))
        .isEqualTo(
            shards.plainRows("select n from numbers where n > 3 order by n offset 2 limit 4"));
    assertThat(shards.rows(merge, 3, null, null))
        .isEqualTo(shards.plainRows("select n from numbers where n > 3 order by n"));
    assertThat(shards.rows(merge, 3, 0, 2.5d)).hasSize(1 + 2);
    assertThat(shards.rows(merge, 3, 0, new java.math.BigDecimal("2.5"))).hasSize(1 + 3);
    assertThatThrownBy(() -> shards.rows(merge, 3, -1, 1))
        .hasMessage("OFFSET must not be negative")
        .hasFieldOrPropertyWithValue("SQLState", "2201X");
    assertThatThrownBy(() -> shards.rows(merge, 3, 1, -1))
        .hasMessage("LIMIT must not be negative")
        .hasFieldOrPropertyWithValue("SQLState", "2201W");
    assertThatThrownBy(() -> shards.rows(merge, 3, 1, "many"))
        .hasFieldOrPropertyWithValue("SQLState", "22P02");
  }

  @Test
  void maxRowsIsOverAllShards() throws SQLException {
    numbers(10);
    Merge merge = merge(text("select n from numbers order by n"), ascending(1));
    assertThat(shards.rows(merge, new Wanted(0, 4, Duration.ZERO)))
        .isEqualTo(shards.plainRows("select n from numbers order by n limit 4"));
    assertThat(
            shards.rows(
                window(merge, null, new Amount.Constant(2)), new Wanted(0, 4, Duration.ZERO)))
        .hasSize(1 + 2);
  }

  @Test
  void withoutAnOrderAllRowsComeOnce() throws SQLException {
    numbers(50);
    for (int fetchSize : new int[] {1, 7, 1000}) {
      assertThat(sorted(shards.rows(merge(text("select * from numbers")), fetching(fetchSize))))
          .isEqualTo(sorted(shards.plainRows("select * from numbers")));
    }
  }

  @Test
  void emptyShardsAreNoHindrance() throws SQLException {
    numbers(0);
    Merge merge = merge(text("select n from numbers order by n"), ascending(1));
    assertThat(shards.rows(merge)).isEqualTo(shards.plainRows("select n from numbers"));
    shards.executeOn(1, "insert into numbers values (2, true), (1, false)");
    assertThat(shards.rows(merge)).isEqualTo(shards.plainRows("select n from numbers order by n"));
  }

  @Test
  void hiddenColumnsAreForTheOrderAlone() throws SQLException {
    numbers(9);
    Merge merge =
        new Merge(
            text("select even, n as secret from numbers order by n desc"),
            1,
            ImmutableList.of(descending(2)),
            Optional.empty(),
            Optional.empty(),
            GatheredShards.REFUSED);
    assertThat(shards.rows(merge))
        .isEqualTo(shards.plainRows("select even from numbers order by n desc"));
    try (ResultSet rows = shards.open(merge, Wanted.ALL)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getBoolean("even")).isFalse();
      assertThatThrownBy(() -> rows.getInt(2))
          .hasMessage("The column index is out of range: 2, number of columns: 1.");
      assertThatThrownBy(() -> rows.getObject(2, Integer.class))
          .hasFieldOrPropertyWithValue("SQLState", "22023");
      assertThatThrownBy(() -> rows.getInt("secret"))
          .hasMessage("The column name secret was not found in this ResultSet.");
      assertThatThrownBy(() -> rows.findColumn("secret"))
          .hasFieldOrPropertyWithValue("SQLState", "42703");
      assertThatThrownBy(() -> rows.getMetaData().getColumnTypeName(2))
          .hasFieldOrPropertyWithValue("SQLState", "22023");
    }
  }

  @Test
  void anOrderThatJavaDoesNotKnowIsLeftToTheOtherWay() throws SQLException {
    shards.execute("create table spans (v interval)");
    shards.insert("spans", List.of("'1 day'", "'25 hours'", "'1 month'", "'29 days'"));
    Merge bytes = merge(text("select v from spans order by v"), ascending(1));
    assertThatThrownBy(() -> shards.rows(bytes)).isInstanceOf(RefusedException.class);
    Merge withAnotherWay =
        new Merge(
            bytes.text(),
            0,
            bytes.order(),
            Optional.empty(),
            Optional.empty(),
            GatheredShards.finish(
                "select v from spans order by v", GatheredShards.pull("spans", "v interval")));
    assertThat(shards.rows(withAnotherWay))
        .isEqualTo(shards.plainRows("select v from spans order by v"));
  }

  @Test
  void aShardWhoseRowsAreNotInOrderIsNotMerged() throws SQLException {
    numbers(30);
    Merge unsorted = merge(text("select n from numbers order by n desc"), ascending(1));
    assertThatThrownBy(() -> shards.rows(unsorted))
        .hasFieldOrPropertyWithValue("SQLState", "40001");
  }

  @Test
  void aSmallAnswerTakesOneRoundTripAndLeavesNothing() throws SQLException {
    numbers(100);
    Merge merge =
        window(
            merge(text("select n from numbers order by n limit 5"), ascending(1)),
            null,
            new Amount.Constant(5));
    try (ResultSet rows = shards.open(merge, Wanted.ALL)) {
      assertThat(rows.next()).isTrue();
      for (int shard = 0; shard < 3; shard++) {
        assertThat(
                shards
                    .cluster()
                    .ask(
                        shard,
                        "select count(*) from pg_stat_activity where datname = current_database()"
                            + " and state like 'idle in transaction%'"))
            .isEqualTo("0");
      }
    }
  }

  @Test
  void wideRowsComeInBlocksThatFitIntoTheByteBudget() throws SQLException {
    shards.execute("create table wide (n int, v text)");
    for (int shard = 0; shard < 3; shard++) {
      shards.executeOn(
          shard,
          "insert into wide select 3 * i + %d, repeat('x', case when i < 300 then 10 else 100000 end)"
                  .formatted(shard)
              + " from generate_series(1, 400) i");
    }
    ShardRouterConfig config = shards.cluster().config().toBuilder().byteBudget(3_000_000).build();
    try (ShardedDataSource router = shards.cluster().router(config);
        ScatterRows rows =
            GatheredShards.start(
                router,
                merge(text("select n, v from wide order by n"), ascending(1)),
                Wanted.ALL)) {
      long before = 0;
      while (rows.next()) {
        assertThat(rows.row().getLong(1)).isGreaterThan(before);
        before = rows.row().getLong(1);
      }
      assertThat(rows.given()).isEqualTo(1200);
    }
  }

  @Test
  void closingEarlyGivesEverythingBack() throws SQLException {
    numbers(100);
    ResultSet rows =
        shards.open(merge(text("select n from numbers order by n"), ascending(1)), fetching(2));
    assertThat(rows.next()).isTrue();
    assertThat(ScatterProbe.active(shards.router())).isEqualTo(3);
    rows.close();
    assertThat(ScatterProbe.active(shards.router())).isZero();
    rows.close();
  }

  @Test
  void theLastRowGivesEverythingBack() throws SQLException {
    numbers(5);
    try (ResultSet rows =
        shards.open(merge(text("select n from numbers order by n"), ascending(1)), fetching(2))) {
      while (rows.next()) {
        assertThat(ScatterProbe.active(shards.router())).isPositive();
      }
      assertThat(ScatterProbe.active(shards.router())).isZero();
      assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("n");
      assertThat(rows.getMetaData().getTableName(1)).isEqualTo("numbers");
    }
  }
}
