package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A few keys that everybody asks for, and moving them and their slots to and fro. */
final class HotKeys {
  static final ImmutableList<String> ALL =
      ImmutableList.of("h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7");

  private HotKeys() {}

  /** At least {@code least} of them, in any order. */
  static List<String> some(Random random, int least) {
    List<String> keys = new ArrayList<>(ALL);
    Collections.shuffle(keys, random);
    return keys.subList(0, least + random.nextInt(ALL.size() - least + 1));
  }

  /** Moves one of them, or its slot; whether it was elsewhere. */
  static boolean move(Migrator migrator, Side side, Random random) throws SQLException {
    ShardKey key = ShardKey.of("user", ALL.get(random.nextInt(ALL.size())));
    int target = random.nextInt(side.databases().size());
    int slot = side.router().orElseThrow().route(key).slot();
    try {
      migrator.move(
          random.nextInt(5) == 0
              ? MoveRequest.slot("user", slot, target)
              : MoveRequest.key(key, target));
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }
}
