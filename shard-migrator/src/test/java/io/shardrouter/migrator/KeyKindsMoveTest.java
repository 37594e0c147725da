package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.GroupConfig;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a key is, its rows move, alone and with their slot, and no others. */
class KeyKindsMoveTest {
  private static final String SECOND = "second row of the key";

  /**
   * A kind of key.
   *
   * @param type of the column
   * @param key as a service has it
   * @param same another value of the column that is the same key; or the key itself
   * @param other a key in another slot
   */
  record Kind(
      String name,
      String type,
      UnaryOperator<GroupConfig.Builder> settings,
      Object key,
      Object same,
      Object other) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    UUID uuid = UUID.fromString("0b0a6f1e-2f6b-4d52-9f4e-0f5f0c2f8a01");
    return Stream.of(
        new Kind("bigint", "bigint", g -> g, -9_000_000_000L, "-9000000000", 17L),
        new Kind(
            "uuid",
            "uuid",
            g -> g,
            uuid,
            "0B0A6F1E-2F6B-4D52-9F4E-0F5F0C2F8A01",
            UUID.fromString("00000000-0000-0000-0000-000000000001")),
        new Kind(
            "month of an instant, in Tokyo",
            "timestamptz",
            g -> g.strategy("month").zone(ZoneId.of("Asia/Tokyo")),
            // Still January in UTC.
            OffsetDateTime.parse("2025-01-31T15:00:00Z"),
            OffsetDateTime.parse("2025-02-28T14:59:59.999999Z"),
            OffsetDateTime.parse("2025-02-28T15:00:00Z")),
        new Kind(
            "month of a date",
            "date",
            g -> g.strategy("month"),
            LocalDate.of(2024, 2, 1),
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2024, 3, 1)),
        new Kind(
            "a strategy of one's own without SQL",
            "text",
            g -> g.strategy(VowelStrategy.class.getName()),
            "Otto",
            "OTTO",
            "Ada Lovelace"));
  }

  private static MoverCluster cluster(Kind kind) throws SQLException {
    EmbeddedShards shards = EmbeddedShards.databases(3);
    shards.executeOnAll(
        "create table things (k " + kind.type() + " not null, note text, unique (k, note))");
    GroupConfig.Builder group =
        kind.settings().apply(GroupConfig.builder("thing").layout(0, 1, 2)).table("things", "k");
    return new MoverCluster(shards, MoverCluster.config(shards).group(group.build()).build());
  }

  private static ShardKey key(Object value) {
    return ShardKey.of("thing", value);
  }

  private static void insert(ShardedDataSource router, Kind kind, Object value, String note)
      throws SQLException {
    try (Connection c = router.getConnection(key(value));
        PreparedStatement s =
            c.prepareStatement("insert into things values (?::" + kind.type() + ", ?)")) {
      s.setObject(1, value instanceof UUID ? value.toString() : value);
      s.setString(2, note);
      s.executeUpdate();
    }
  }

  private static List<String> notes(ShardedDataSource router, Object value) throws SQLException {
    List<String> notes = new ArrayList<>();
    try (Connection c = router.getConnection(key(value));
        PreparedStatement s = c.prepareStatement("select note from things order by note");
        ResultSet row = s.executeQuery()) {
      while (row.next()) {
        notes.add(row.getString(1));
      }
    }
    return notes;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void movesByKeyAndBySlot(Kind kind) throws Exception {
    try (MoverCluster cluster = cluster(kind)) {
      ShardedDataSource router = cluster.router();
      Migrator migrator = cluster.migrator();
      insert(router, kind, kind.key(), "first");
      insert(router, kind, kind.same(), SECOND);
      insert(router, kind, kind.other(), "other");
      int home = router.route(key(kind.key())).shard();
      int slot = router.route(key(kind.key())).slot();
      int otherHome = router.route(key(kind.other())).shard();
      assertThat(router.route(key(kind.same())).slot()).isEqualTo(slot);
      assertThat(router.route(key(kind.other())).slot()).isNotEqualTo(slot);
      int free = Stream.of(0, 1, 2).filter(s -> s != home && s != otherHome).findFirst().get();

      assertThat(migrator.move(MoveRequest.slot("thing", slot, free)).rows()).isEqualTo(2);
      assertThat(notes(router, kind.key())).containsExactly("first", SECOND);
      assertThat(cluster.ask(home, "select count(*) from things where note <> 'other'"))
          .isEqualTo("0");
      assertThat(migrator.move(MoveRequest.slot("thing", slot, home)).rows()).isEqualTo(2);
      assertThat(migrator.move(MoveRequest.key(key(kind.same()), free)).rows()).isEqualTo(2);
      assertThat(notes(cluster.router(), kind.same())).containsExactly("first", SECOND);
      assertThat(cluster.ask(otherHome, "select string_agg(note, ',') from things"))
          .isEqualTo("other");

      // The slot goes without the key that has a placement of its own.
      assertThat(migrator.move(MoveRequest.slot("thing", slot, (home + 1) % 3)).rows()).isZero();
      assertThat(notes(router, kind.key())).contains("first", SECOND);
      assertThat(cluster.ask(free, "select count(*) from things where note <> 'other'"))
          .isEqualTo("2");
    }
  }
}
