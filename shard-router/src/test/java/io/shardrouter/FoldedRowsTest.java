package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that Java folds are those of one PostgreSQL that holds all rows. */
@Timeout(60)
class FoldedRowsTest {
  private GatheredShards shards;

  @BeforeEach
  void start() throws SQLException {
    shards = GatheredShards.of(3, settings -> settings.byteBudget(100_000));
    shards.execute(
        "create table if not exists users (id text primary key)",
        "alter table users add n int, add b bigint, add x numeric, add t boolean, add at"
            + " timestamptz, add f double precision, add word varchar(9) collate \"C\", add u uuid,"
            + " add d date, add s smallint");
  }

  @AfterEach
  void stop() throws SQLException {
    assertThat(ScatterProbe.active(shards.router())).isZero();
    ScatterProbe.requireUsable(shards.router());
    shards.close();
  }

  private void insert(String columns, List<String> values) throws SQLException {
    List<String> rows =
        IntStream.range(0, values.size())
            .mapToObj(i -> "'u%d', %s".formatted(i, values.get(i)))
            .toList();
    shards.insert("users (id, " + columns + ")", rows);
  }

  private void fill(int rows) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      values.add(
          "nullif(%1$d %% 7, 3), %1$d * 1000000007::bigint, %1$d / 8.0, nullif(%1$d %% 3, 2)::bool,"
                  .formatted(i)
              + " '2024-02-28 23:59:59+05'::timestamptz + %1$d * interval '7 hours',".formatted(i)
              + " %1$d / 3.0, nullif('w' || %1$d %% 5, 'w4'), md5((%1$d %% 4)::text)::uuid,"
                  .formatted(i)
              + " date '2024-01-30' + %1$d %% 6, %1$d %% 100".formatted(i));
    }
    insert("n, b, x, t, at, f, word, u, d, s", values);
  }

  private List<String> routed(String sql) throws SQLException {
    try (Connection connection = shards.router().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      return GatheredShards.read(rows);
    }
  }

  private void assertFolded(String sql) throws SQLException {
    assertThat(shards.router().explain(sql).kind()).as(sql).isEqualTo(Explanation.Kind.FOLDED);
    assertAsPlain(sql);
  }

  /** The sixth run comes in the binary format; repeated ones come in one round trip. */
  private void assertAsPlain(String sql) throws SQLException {
    for (int run = 0; run < 7; run++) {
      assertThat(routed(sql)).as("%s, run %d", sql, run).isEqualTo(shards.plainRows(sql));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 400})
  void aggregatesAndGroupsAreThoseOfOnePostgresql(int rows) throws SQLException {
    fill(rows);
    for (String sql :
        List.of(
            "select count(*), count(n) c, count(*) filter (where n > 3) from users",
            "select sum(n), sum(b), sum(x), sum(s), sum(n) filter (where n > 100) from users",
            "select avg(n), avg(b), avg(x), avg(s) filter (where t) from users",
            "select min(n), max(b), min(x), max(at), min(d), max(f), min(word), max(s) from users",
            "select bool_and(t), bool_or(t), every(n > 1), bool_or(n > 5) from users",
            "select n, count(*), avg(b) from users group by n order by n",
            "select n, count(*) as many from users group by 1 order by many desc, 1 nulls first",
            "select word as w, t, max(x) from users group by w, users.t order by 1 desc, 2",
            "select d, u, count(*) from users group by u, d order by 1, 2 limit 7 offset 2",
            "select distinct word from users order by word",
            "select distinct at, n from users where n > 3 order by 1 desc limit 5",
            "select max(at), n from users group by n order by 1, n limit 3",
            "select count(*) from users limit 0",
            "with few as (select n from users where n < 3) select n, sum(n) from few group by n"
                + " order by n")) {
      assertFolded(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'NaN', '1.5', '2'",
        "'Infinity', '1'",
        "'Infinity', '-Infinity', '0'",
        "'1e20', '-1e20', '0.000000000000000000000001'",
        "'99999999999999999999999999', '0.5'",
        "'0', '0.000', '0.0'",
        "'-7.50', '7.5', '-0.0001'",
        "'1e-20', '3e-20', '4e-22'",
        "'10000', '10000', '10001'",
        "'9999', '9999.9', '0.1', '1', '1', '1', '1'",
        "null, null, '1.10'",
        "null, null",
      })
  void numericsHaveTheScaleThatPostgresqlGives(String values) throws SQLException {
    insert("x", List.of(values.split(", ")));
    assertFolded("select sum(x), avg(x), count(x), max(x + 0.000) from users");
    assertAsPlain("select avg(x / 7), avg(x * 3), sum(x / 7) from users");
  }

  @Test
  void groupsBeyondTheByteBudgetAreRefused() throws SQLException {
    fill(400);
    String sql = "select at, count(*), max(word) from users group by at";
    assertAsPlain("select n, count(*), max(word) from users group by n order by n");
    assertThatThrownBy(() -> routed(sql))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("groups")
        .hasMessageContaining("byte budget of 100000")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("SR006");
  }

  @Test
  void limitOfAnotherTypeIsRefusedByPostgresql() throws SQLException {
    try (Connection connection = shards.router().getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select count(*) from users limit ?")) {
      statement.setInt(1, 1);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
      statement.setString(1, "1");
      assertThatThrownBy(statement::executeQuery)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42804");
    }
  }

  @Test
  void answerThatGrowsIsStillWhole() throws SQLException {
    String sql = "select id from users where n >= 0";
    insert("n", IntStream.range(0, 600).mapToObj(i -> "" + (i < 590 ? -1 : 1)).toList());
    for (int run = 0; run < 3; run++) {
      assertThat(routed(sql)).hasSize(11);
    }
    shards.execute("update users set n = 1");
    for (int run = 0; run < 3; run++) {
      assertThat(routed(sql)).hasSize(601);
    }
  }

  @Test
  void readingInATransactionSeesItsOwnRows() throws SQLException {
    fill(20);
    try (Connection connection = shards.router().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into users (id, n) values ('mine', 1000)");
      try (ResultSet rows = statement.executeQuery("select max(n), count(*) from users")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getObject(1)).isEqualTo(1000);
        assertThat(rows.getObject(2)).isEqualTo(21L);
        assertThat(rows.isLast()).isTrue();
        assertThat(rows.next()).isFalse();
      }
      connection.rollback();
    }
  }
}
