package io.shardrouter;

import static io.shardrouter.GatheredShards.finish;
import static io.shardrouter.GatheredShards.pull;
import static io.shardrouter.GatheredShards.text;
import static io.shardrouter.GatheredShards.withPrimaryKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.exec.ScatterRows;
import io.shardrouter.internal.exec.Wanted;
import io.shardrouter.internal.sql.Gathering.Finish;
import io.shardrouter.internal.sql.Gathering.Pull;
import io.shardrouter.internal.sql.Gathering.PulledColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one shard finishes over the rows of all is what one PostgreSQL answers. */
@Timeout(60)
class FinishedRowsTest {
  private GatheredShards shards;

  @BeforeEach
  void start() throws SQLException {
    shards = GatheredShards.of(3);
    shards.execute(
        "create table orders (id int primary key, item text collate \"C\", price numeric(10,2))",
        "create table items (item text, \"Kind\" text)");
  }

  @AfterEach
  void stop() throws SQLException {
    assertThat(ScatterProbe.active(shards.router())).isZero();
    ScatterProbe.requireUsable(shards.router());
    shards.close();
  }

  private static final Pull ORDERS =
      pull("orders", "id integer", "item text", "price numeric(10,2)");
  private static final Pull ITEMS = pull("items", "item text", "Kind text");

  private void fill(int orders) throws SQLException {
    for (int shard = 0; shard < 3; shard++) {
      shards.executeOn(
          shard,
          ("insert into orders select i, case when i %% 7 > 0 then 'item ' || i %% 10 end, i * 1.5"
                  + " from generate_series(1, %d) i where i %% 3 = %d")
              .formatted(orders, shard));
    }
    shards.insert("items", List.of("'item 1', 'a'", "'item 2', 'b'", "'item 3', null", "'', 'x'"));
  }

  private void assertFinished(String sql, Pull... pulls) throws SQLException {
    assertThat(shards.rows(finish(sql, pulls))).as(sql).isEqualTo(shards.plainRows(sql));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 20_000})
  void allKindsOfQueriesAreFinished(int orders) throws SQLException {
    fill(orders);
    for (String sql :
        List.of(
            "select count(distinct item), avg(price), percentile_cont(0.5) within group"
                + " (order by price) from orders",
            "select * from orders order by price desc, id limit 7",
            "select o.id, \"Kind\", rank() over (partition by \"Kind\" order by price) r"
                + " from orders o join items using (item) order by 1",
            "-- a remark\n/* and 'another */ select item, sum(price) from orders group by 1"
                + " having sum(price) > 10 order by 1 -- the end",
            "with dear as (select * from orders where price > 20) select item, count(*) from dear"
                + " group by item order by item",
            "with recursive n(i) as (select min(id) from orders union all select i + 1 from n"
                + " where i < (select least(max(id), 9) from orders)) select i from n order by i",
            "with orders as (select id from orders where id < 9) select * from orders order by id",
            "with \"orders\"(x) as (select id from orders) select x from orders where x < 9 order by x",
            "(select id from orders where id < 4) union all (select 100 + id from orders"
                + " where id < 3) order by 1",
            "(with a as (select id from orders where id < 4) select * from a order by 1)",
            "((with a as (select id from orders where id < 4) select * from a) order by 1)",
            "values ((select max(id) from orders)), ((select count(*) from items))",
            "select (select max(price) from orders o where o.item = i.item) from items i"
                + " order by i.item",
            "select string_agg(item, ',' order by item) from items",
            "select count(*) from orders o where exists (select from items i where i.item = o.item)")) {
      assertFinished(sql, ORDERS, ITEMS);
    }
    assertFinished("table items order by item", ITEMS);
  }

  @Test
  void everyTypeComesThroughAsItIs() throws SQLException {
    shards.execute(
        "create type mood as enum ('sad', 'happy')",
        "create domain short as varchar(3)",
        "create type pair as (a int, b text)",
        "create table t (i2 smallint, i8 bigint, f4 real, f8 double precision, n numeric, b boolean,"
            + " c char(5), v varchar(20), x \"char\", d date, ts timestamp, tz timestamptz, iv interval,"
            + " by bytea, u uuid, j json, jb jsonb, a int[], ta text[], m mood, s short, p pair,"
            + " r int4range, ip inet, bits bit(4), xm xml, tsv tsvector, mo money, na name, pt point)");
    shards.insert(
        "t",
        List.of(
            "1, 2, 0.1, 0.1, 'NaN', true, 'a', 'b', 'c', '0044-03-15 BC', 'infinity',"
                + " '2024-02-29 12:00+05:30', '1 year -3 days 04:05:06.7', '\\x00ff',"
                + " 'ffffffff-ffff-ffff-ffff-ffffffffffff', '{\"a\": [1,  2]}', '{\"b\": null}',"
                + " '{1,null,3}', '{\"a,b\",\"null\",null,\"\\\"\"}', 'happy', 'abc',"
                + " row(1, 'x,\"y'), '[1,5)', '10.0.0.1/8', B'1010', '<a>b</a>', 'a:1 b:2', 12.34,"
                + " 'pg', '(1,2)'",
            "-1, -2, 'Infinity', '-0', 1e-30, false, '', '', '', 'infinity', '-infinity',"
                + " '-infinity', '-1 month', '', null, 'null', 'null', '{}', '{}', 'sad', '',"
                + " row(null, null), 'empty', '::1', B'0000', '', '', -1, '', '(0,0)'",
            "null, null, null, null, null, null, null, E'tab\\there\\\\', null, null, null, null,"
                + " null, null, null, null, null, null, null, null, E'a\\nb', null, null, null,"
                + " null, null, null, null, null, null"));
    String sql = "select * from t order by i2, v";
    List<String> declared = new ArrayList<>();
    List<String> undeclared = new ArrayList<>();
    try (ResultSet columns =
        shards
            .plain()
            .createStatement()
            .executeQuery(
                "select attname, format_type(atttypid, atttypmod) from pg_attribute"
                    + " where attrelid = 't'::regclass and attnum > 0 order by attnum")) {
      while (columns.next()) {
        declared.add(columns.getString(1) + " " + columns.getString(2));
        undeclared.add(columns.getString(1));
      }
    }
    assertFinished(sql, pull("t", declared.toArray(new String[0])));
    assertFinished(sql, pull("t", undeclared.toArray(new String[0])));
    shards.executeOn(0, "insert into t (v) select repeat('x', 7) from generate_series(1, 10000)");
    assertFinished(sql + " limit 5", pull("t", declared.toArray(new String[0])));
    assertFinished(sql + " limit 5", pull("t", undeclared.toArray(new String[0])));
  }

  @Test
  void columnsKeepTheirCollations() throws SQLException {
    shards.execute("create table words (w text collate \"und-x-icu\")");
    shards.insert("words", List.of("'b'", "'A'", "'a'", "'B'", "'\u00e9'", "'f'"));
    Pull words =
        new Pull(
            "words",
            ImmutableList.of(
                new PulledColumn(
                    "w", Optional.of("text"), Optional.of("pg_catalog.\"und-x-icu\""))),
            ImmutableList.of(),
            text("select w from words"));
    assertFinished("select w from words order by w", words);
    shards.executeOn(
        1, "insert into words select 'z' || repeat('y', 99) from generate_series(1, 9999)");
    assertFinished("select w from words order by w limit 7", words);
  }

  @Test
  void aPrimaryKeyIsThereForWhoeverGroupsByIt() throws SQLException {
    fill(20);
    assertFinished(
        "select o.id, o.item, count(i.item) from orders o left join items i using (item)"
            + " group by o.id order by o.id",
        withPrimaryKey(ORDERS, "id"),
        ITEMS);
  }

  @Test
  void rowsThatShareAPrimaryKeyAreNotGroupedByIt() throws SQLException {
    shards.cluster().shards().executeOnAll("insert into orders values (1, 'a', 1)");
    assertThatThrownBy(
            () ->
                shards.rows(
                    finish(
                        "select id, item from orders group by id", withPrimaryKey(ORDERS, "id"))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("primary key");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 20_000})
  void parametersGoToThePullsAndToTheStatement(int orders) throws SQLException {
    fill(orders);
    Pull some =
        new Pull(
            "orders",
            ORDERS.columns(),
            ImmutableList.of(),
            text("select id, item, price from orders where id > ? and price < ?", 2, 1));
    Finish finish =
        new Finish(
            ImmutableList.of(some, ITEMS),
            text(
                "select id, ?::text as word from orders where id > ? and id % ? = 0 order by id",
                3, 2, 4));
    assertThat(shards.rows(finish, 1000, 2, "w", 2))
        .isEqualTo(
            shards.plainRows(
                "select id, 'w'::text as word from orders where price < 1000 and id > 2"
                    + " and id % 2 = 0 order by id"));
  }

  @Test
  void aTableOfWhichNoColumnIsNeededIsCounted() throws SQLException {
    fill(10);
    Pull none =
        new Pull("orders", ImmutableList.of(), ImmutableList.of(), text("select from orders"));
    assertFinished("select count(*) from orders", none);
    assertFinished("with orders as (select from orders) select count(*) from orders", none);
  }

  @Test
  void aStatementWithoutTablesOfShardsRunsOnOne() throws SQLException {
    assertFinished("select 1 as one, 'x'::text as x");
  }

  @Test
  void whatIsPreparedForTheShardsOwnTableIsNotUsedForGatheredRows() throws SQLException {
    shards.close();
    shards = GatheredShards.of(3, FinishedRowsTest::withoutFlushes);
    shards.execute("create table orders (id int primary key, item text, price numeric(10,2))");
    shards.insert("orders", List.of("1, 'a', 1", "2, 'b', 2", "3, 'c', 3", "4, 'd', 4"));
    String sql = "select count(*) from orders group by ()";
    Finish finish = finish(sql, withPrimaryKey(ORDERS, "id"));
    for (int run = 0; run < 8; run++) {
      assertThat(shards.rows(finish)).isEqualTo(shards.plainRows(sql));
      for (int shard = 0; shard < 3; shard++) {
        try (Connection connection = shards.router().shardDataSource(shard).getConnection();
            PreparedStatement statement = connection.prepareStatement(sql);
            ResultSet row = statement.executeQuery()) {
          row.next();
          assertThat(row.getInt(1)).isEqualTo(shard == 0 ? 2 : 1);
        }
      }
    }
  }

  private static ShardRouterConfigBuilder withoutFlushes(ShardRouterConfigBuilder config) {
    return config
        .shards(
            config.build().shards().stream()
                .map(
                    shard ->
                        ShardConfig.of(
                            shard.id(),
                            shard.url() + "?flushCacheOnDdl=false",
                            shard.username(),
                            shard.password()))
                .toList())
        .pool(
            Map.of(
                // Sessions have temporary tables already: another one is nothing new to them.
                "connectionInitSql", "create temp table mine (x int)", "maximumPoolSize", "1"));
  }

  @Test
  void poolsThatOnlyReadAreNoHindrance() throws SQLException {
    fill(20_000);
    for (Map<String, String> pool :
        List.of(
            Map.of("readOnly", "true", "maximumPoolSize", "2"),
            Map.of(
                "connectionInitSql",
                "set default_transaction_read_only = on",
                "maximumPoolSize",
                "2"))) {
      try (ShardedDataSource router =
          shards.cluster().router(shards.cluster().config().toBuilder().pool(pool).build())) {
        for (String limit : List.of("", " where id < 50")) {
          Pull orders =
              new Pull(
                  "orders",
                  ORDERS.columns(),
                  ImmutableList.of(),
                  text("select id, item, price from orders" + limit));
          try (ScatterRows rows =
              GatheredShards.start(
                  router, finish("select count(*) from orders", orders), Wanted.ALL)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.row().getInt(1)).isEqualTo(limit.isEmpty() ? 20_000 : 49);
          }
        }
        assertThat(ScatterProbe.active(router)).isZero();
      }
    }
  }

  @Test
  void moreThanTheByteBudgetIsRefusedAndNothingGoesOn() throws SQLException {
    fill(30_000);
    ShardRouterConfig config = shards.cluster().config().toBuilder().byteBudget(500_000).build();
    try (ShardedDataSource router = shards.cluster().router(config)) {
      assertThatThrownBy(
              () ->
                  GatheredShards.start(
                      router, finish("select count(*) from orders", ORDERS), Wanted.ALL))
          .isInstanceOf(RefusedException.class)
          .hasFieldOrPropertyWithValue("SQLState", "SR006")
          .hasMessageContaining("byteBudget")
          .hasMessageContaining("500000");
      assertThat(ScatterProbe.active(router)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 20_000})
  void rowsOfTheFinishedStatementAreStreamedUntilItIsClosed(int orders) throws SQLException {
    fill(orders);
    try (ResultSet rows =
        shards.open(
            finish("select id from orders order by id", ORDERS),
            new Wanted(3, 15, Duration.ZERO))) {
      for (int id = 1; id <= 15; id++) {
        assertThat(rows.isLast()).isFalse();
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt("id")).isEqualTo(id);
      }
      assertThat(rows.isLast()).isTrue();
      assertThat(rows.next()).isFalse();
      await().until(() -> ScatterProbe.active(shards.router()) == 1);
      assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("int4");
    }
    assertThat(ScatterProbe.active(shards.router())).isZero();
  }
}
