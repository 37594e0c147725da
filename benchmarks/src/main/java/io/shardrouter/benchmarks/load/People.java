package io.shardrouter.benchmarks.load;

import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The users whose rows are read and written, with ten states each.
 *
 * @param count how many there are
 */
record People(int count) {
  private static final List<String> COUNTRIES = List.of("BR", "CH", "IN", "JP", "KE");
  private static final String INSERT =
      "with person as (insert into users (id, name, country) values (?, 'Ada', ?)"
          + " on conflict do nothing returning id)"
          + " insert into consciousness_states (user_id, state)"
          + " select person.id, 'asleep' from person, generate_series(1, 10)";

  private static String id(int number) {
    return String.format(Locale.ROOT, "load-%06d", number);
  }

  static ShardKey keyOf(String id) {
    return ShardKey.of("user", id);
  }

  String any(RandomGenerator random) {
    return id(random.nextInt(count));
  }

  /** The rows that users refer to, on a shard that is seen by itself. */
  static void addCountries(Connection shard) throws SQLException {
    try (Statement statement = shard.createStatement()) {
      statement.executeUpdate(
          "insert into countries (code, name) select code, 'the name of ' || code"
              + " from unnest('{"
              + String.join(",", COUNTRIES)
              + "}'::text[]) code on conflict do nothing");
    }
  }

  /** Adds those that are missing. */
  void fill(ShardedDataSource router) throws SQLException {
    for (int number = 0; number < count; number++) {
      String id = id(number);
      try (Connection connection = router.getConnection(keyOf(id));
          PreparedStatement insert = connection.prepareStatement(INSERT)) {
        insert.setString(1, id);
        insert.setString(2, COUNTRIES.get(number % COUNTRIES.size()));
        insert.executeUpdate();
      }
    }
  }
}
