package io.shardrouter.internal.merge;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.Gathering.OrderKey;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;

/** Java's order of values is the server's, whichever format they come in. */
class RowOrderTest {
  private static EmbeddedShards shards;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    shards = EmbeddedShards.databases(1);
    connection = shards.connect(0);
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    shards.close();
  }

  /** A row's place in the server's order, which equal rows share, and in ours. */
  private record Ranked(long rank, SortKey key) {}

  private static List<Ranked> rows(String values, OrderKey key, boolean binary)
      throws SQLException {
    String order =
        (key.descending() ? " desc" : "") + (key.nullsFirst() ? " nulls first" : " nulls last");
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select v, rank() over (order by v%s) from (values %s) as t(v)"
                .formatted(order, values))) {
      // -1 asks for the binary format at once, where the driver knows one.
      statement.unwrap(PGStatement.class).setPrepareThreshold(binary ? -1 : 0);
      ResultSet rows = statement.executeQuery();
      RowOrder rowOrder = RowOrder.of(ImmutableList.of(key), List.of(rows)).orElseThrow();
      List<Ranked> read = new ArrayList<>();
      while (rows.next()) {
        SortKey place = rowOrder.key(rows);
        place.read(rows);
        read.add(new Ranked(rows.getLong(2), place));
      }
      return read;
    }
  }

  private static void assertOrderedAsOnTheServer(String values) throws SQLException {
    for (OrderKey key :
        List.of(
            new OrderKey(1, false, false, true),
            new OrderKey(1, true, false, true),
            new OrderKey(1, false, true, true),
            new OrderKey(1, true, true, true))) {
      List<Ranked> rows = new ArrayList<>(rows(values, key, false));
      rows.addAll(rows(values, key, true));
      for (Ranked a : rows) {
        for (Ranked b : rows) {
          assertThat(Integer.signum(a.key().compareTo(b.key())))
              .as("%s by %s: the one of rank %d to that of %d", values, key, a.rank(), b.rank())
              .isEqualTo(Long.signum(Long.compare(a.rank(), b.rank())));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int2: -32768, -1, 0, 7, 32767",
        "int4: -2147483648, -1, 0, 10, 9, 2147483647",
        "int8: -9223372036854775808, -1, 0, 100, 9223372036854775807",
        "oid: 0, 1, 2147483648, 4294967295",
        "bool: true, false",
        "numeric: NaN, 1.0, 1.00, 0.1, -0.1, 1e30, 12345678901234567890.5, -1e-20, 0, 1e-20",
        "numeric: Infinity, -Infinity, NaN, 99999, -99999, 0",
        "float8: NaN, Infinity, -Infinity, -0, 0, 1e-310, 0.1, 1e300, -1e300",
        "float4: NaN, Infinity, -Infinity, -0, 0, 1e-40, 0.1, 1.1, 16777217, 16777216",
        "date: infinity, -infinity, 2024-02-29, 1970-01-01, 0044-03-15 BC, 0001-01-01 BC",
        "date: 5874897-12-31, 4713-01-01 BC, 0001-01-01, 1999-12-31, 2000-01-01, infinity",
        "time: 00:00, 23:59:59.999999, 24:00:00, 12:00:00.1, 12:00:00.01, 12:00:00.010001",
        "timestamp: infinity, -infinity, 2024-02-29 12:00, 0044-03-15 01:02:03.5 BC, 1999-12-31",
        "timestamp: 294276-12-31 23:59:59.999999, 4713-01-01 00:00 BC, 2000-01-01, 0001-01-01",
        "timestamptz: infinity, -infinity, 2024-03-31 01:59:59+01, 2024-03-31 03:00:00+02",
        "timestamptz: 0044-03-15 12:00 UTC BC, 1880-01-01 00:00 UTC, 1880-01-01 00:00:01 UTC",
        "uuid: 00000000-0000-0000-0000-000000000000, ffffffff-ffff-ffff-ffff-ffffffffffff,"
            + " 7fffffff-ffff-ffff-8000-000000000000, 80000000-0000-0000-7fff-ffffffffffff,"
            + " 80000000-0000-0000-8fff-ffffffffffff",
        "bytea: \\x, \\x00, \\x7f, \\x80, \\xff, \\x7f00, \\x8000",
        "text: , a, A, b, ab, a b, Z, _, \u00e9, \ufffd, \ud83d\ude00, \u4e2d, 10, 9",
        "varchar: , a, A, ab, \uffee, \ud800\udc00",
        "name: a, A, ab, _",
        "bpchar: , a, a  , ab, A , b"
      })
  void valuesAreOrderedAsOnTheServer(String line) throws SQLException {
    String type = line.substring(0, line.indexOf(':'));
    List<String> values = Arrays.asList(line.substring(line.indexOf(':') + 2).split(", ", -1));
    assertOrderedAsOnTheServer(
        values.stream().map(value -> "('%s'::%s)".formatted(value, type)).collect(joining(", "))
            + ", (null), (null)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Kolkata", "America/St_Johns", "Africa/Monrovia"})
  void instantsAreOrderedInEveryZone(String zone) throws SQLException {
    connection.createStatement().execute("set time zone '" + zone + "'");
    try {
      assertOrderedAsOnTheServer(
          "('1900-01-01 00:00:00.000001 UTC'::timestamptz), ('1900-01-01 00:00 UTC'),"
              + " ('2024-10-27 00:30 UTC'), ('2024-10-27 01:30 UTC'), ('2024-10-27 02:30 UTC'),"
              + " ('0044-03-15 12:00 UTC BC'), (null)");
    } finally {
      connection.createStatement().execute("reset time zone");
    }
  }

  private static ResultSet ask(String sql) throws SQLException {
    return connection.createStatement().executeQuery(sql);
  }

  @Test
  void textOfALanguageAndTypesOfRulesOfTheirOwnAreLeftToTheServer() throws SQLException {
    OrderKey linguistic = new OrderKey(1, false, false, false);
    OrderKey bytewise = new OrderKey(1, false, false, true);
    assertThat(RowOrder.of(ImmutableList.of(linguistic), List.of(ask("select 'a'::text"))))
        .isEmpty();
    for (String value :
        List.of("'1 day'::interval", "'{}'::jsonb", "array[1]", "'10:00+01'::timetz", "row(1)")) {
      assertThat(RowOrder.of(ImmutableList.of(bytewise), List.of(ask("select " + value))))
          .as(value)
          .isEmpty();
    }
  }

  @Test
  void shardsThatDisagreeAboutTheTypeHaveNoCommonOrder() throws SQLException {
    assertThat(
            RowOrder.of(
                ImmutableList.of(new OrderKey(1, false, false, true)),
                List.of(ask("select 1"), ask("select '1'::text"))))
        .isEmpty();
  }

  @Test
  void aHeapGivesAllRowsInOrderAndEqualOnesOfTheFirstSourceFirst() throws SQLException {
    ImmutableList<OrderKey> keys =
        ImmutableList.of(new OrderKey(1, false, false, true), new OrderKey(2, true, false, true));
    List<ResultSet> sources =
        List.of(
            ask("values (1, 2, 'a'), (1, 1, 'b'), (3, 9, 'c')"),
            ask("values (1, 2, 'd'), (2, 5, 'e')"),
            ask("values (0, 0, 'f')"));
    MergeHeap<ResultSet> heap = new MergeHeap<>(RowOrder.of(keys, sources).orElseThrow());
    for (ResultSet source : sources) {
      source.next();
      heap.add(source, source);
    }
    StringBuilder given = new StringBuilder();
    while (!heap.isEmpty()) {
      given.append(heap.head().getString(3));
      if (heap.head().next()) {
        assertThat(heap.advanceHead(heap.head())).isTrue();
      } else {
        heap.removeHead();
      }
    }
    assertThat(given).hasToString("fadbec");
  }

  @Test
  void aSourceThatIsNotSortedIsFoundOut() throws SQLException {
    ImmutableList<OrderKey> keys = ImmutableList.of(new OrderKey(1, false, false, true));
    ResultSet source = ask("values (2), (1)");
    MergeHeap<ResultSet> heap = new MergeHeap<>(RowOrder.of(keys, List.of(source)).orElseThrow());
    source.next();
    heap.add(source, source);
    source.next();
    assertThat(heap.advanceHead(source)).isFalse();
  }
}
