package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver may make another value of what is set as a key: that is the one which is stored. */
@Timeout(60)
class KeyAsSentTest {
  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(4);
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void noRows() throws SQLException {
    cluster.shards().executeOnAll("truncate users, consciousness_states");
  }

  static Stream<Arguments> converted() {
    return Stream.of(
        Arguments.of("007", Types.INTEGER, "7"),
        Arguments.of("+12", Types.BIGINT, "12"),
        Arguments.of(70_000, Types.SMALLINT, "4464"),
        Arguments.of(3_000_000_000L, Types.INTEGER, "-1294967296"),
        Arguments.of(8.9, Types.INTEGER, "8"),
        Arguments.of("abc", Types.VARCHAR, "abc"),
        Arguments.of("ab", Types.CHAR, "ab"),
        Arguments.of("x ", Types.OTHER, "x "),
        Arguments.of(9, Types.VARCHAR, "9"),
        Arguments.of(10L, Types.NUMERIC, "10"),
        Arguments.of(new UUID(1, 2), Types.OTHER, "00000000-0000-0001-0000-000000000002"));
  }

  @ParameterizedTest
  @MethodSource("converted")
  void aRowIsFoundByTheKeyThatWasStored(Object given, int type, String stored) throws SQLException {
    insert(s -> s.setObject(1, given, type));
    assertThat(everywhere()).containsExactly(stored);
    assertThat(byKey(stored)).containsExactly(stored);
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
        Arguments.of("ab  ", Types.CHAR, -1),
        Arguments.of("t", Types.BOOLEAN, -1),
        Arguments.of(1, Types.BIT, -1),
        Arguments.of(1_000_000_000_000_000_000L, Types.DOUBLE, -1),
        Arguments.of("1.5", Types.REAL, -1),
        Arguments.of(5, Types.NUMERIC, 2),
        Arguments.of("2024-03-31", Types.DATE, -1));
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void aRowWhoseStoredKeyIsNotKnownIsNotInserted(Object given, int type, int scale)
      throws SQLException {
    try {
      insert(s -> s.setObject(1, given, type, scale));
    } catch (RefusedException e) {
      assertThat(e.getSQLState()).isEqualTo("SR004");
    }
    assertThat(everywhere()).isEmpty();
  }

  @Test
  void anArrayOfPaddedTextsFindsWhatPostgresFinds() throws SQLException {
    for (int i = 0; i < 12; i++) {
      String id = "k" + i;
      insert(s -> s.setString(1, id));
    }
    for (int i = 0; i < 12; i++) {
      String id = "k" + i;
      try (Connection c = router.getConnection();
          PreparedStatement s = c.prepareStatement("select id from users where id = any(?)")) {
        s.setArray(1, c.createArrayOf("bpchar", new String[] {id + "   "}));
        assertThat(strings(s.executeQuery())).containsExactly(id);
      }
    }
  }

  private interface Setter {
    void on(PreparedStatement statement) throws SQLException;
  }

  private static void insert(Setter setter) throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement("insert into users (id) values (?)")) {
      setter.on(s);
      s.executeUpdate();
    }
  }

  private static List<String> everywhere() throws SQLException {
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      return strings(s.executeQuery("select id from users"));
    }
  }

  private static List<String> byKey(String id) throws SQLException {
    try (Connection c = router.getConnection();
        PreparedStatement s = c.prepareStatement("select id from users where id = ?")) {
      s.setString(1, id);
      return strings(s.executeQuery());
    }
  }

  private static List<String> strings(ResultSet rows) throws SQLException {
    List<String> all = new ArrayList<>();
    while (rows.next()) {
      all.add(rows.getString(1));
    }
    return all;
  }
}
