package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.OwnJvm;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a JVM of its own is told: the way, and where the shards are. */
record Arguments(Way way, Access access) {
  static List<String> of(Way way, Access access) {
    List<String> words = new ArrayList<>(List.of(way.name(), access.username()));
    words.add("" + access.pool());
    words.addAll(access.urls());
    return words;
  }

  static Arguments read(String[] words) {
    List<String> all = List.of(words);
    return new Arguments(
        Way.valueOf(all.get(0)),
        new Access(
            all.subList(3, all.size()),
            all.get(1),
            OwnJvm.password(),
            Integer.parseInt(all.get(2))));
  }

  Contender open() throws SQLException {
    return way.open(access);
  }
}
