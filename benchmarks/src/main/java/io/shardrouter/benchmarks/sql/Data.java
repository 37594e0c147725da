package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Modulo;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Users with their states, each user's rows on the shard that MD5 modulo gives.
 *
 * @param users how many there are
 * @param states how many each of them has
 */
record Data(int users, int states) {
  /** The id of the user {@code number}. */
  static String id(int number) {
    return "user-%06d".formatted(number);
  }

  void fill(EmbeddedShards shards) throws SQLException {
    shards.executeOnAll(
        "create table users (id text primary key, name text not null, balance bigint not null,"
            + " plan integer not null, joined bigint not null)",
        "create index on users (joined)",
        "create table consciousness_states (user_id text not null, id bigint not null,"
            + " state text not null, primary key (user_id, id))");
    List<List<String>> byShard = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      byShard.add(new ArrayList<>());
    }
    Modulo modulo = new Modulo();
    for (int number = 0; number < users; number++) {
      byShard.get(modulo.shard(id(number), shards.count())).add(id(number));
    }
    for (int shard = 0; shard < shards.count(); shard++) {
      fill(shards, shard, byShard.get(shard));
    }
    shards.executeOnAll("vacuum analyze users", "vacuum analyze consciousness_states");
  }

  private void fill(EmbeddedShards shards, int shard, List<String> ids) throws SQLException {
    try (Connection connection = shards.connect(shard);
        PreparedStatement rows =
            connection.prepareStatement(
                "insert into users select id, 'the name of ' || id, number, number % 10,"
                    + " number * 7919 % 1000003"
                    + " from unnest(?::text[]) id, cast(substr(id, 6) as bigint) number");
        PreparedStatement more =
            connection.prepareStatement(
                "insert into consciousness_states"
                    + " select id, i, 'a state that is no longer than most, number ' || i"
                    + " from unnest(?::text[]) id, generate_series(1, ?) i")) {
      rows.setObject(1, ids.toArray(String[]::new));
      rows.executeUpdate();
      more.setObject(1, ids.toArray(String[]::new));
      more.setInt(2, states);
      more.executeUpdate();
    }
  }
}
