package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.guard.GuardAnswer.Moved;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.shards.Shard;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads, for a statement whose rows are confined to some keys, those shards alone that hold them.
 *
 * <p>The traffic among a few shards does not prove that nothing is missing or twice: a key may have
 * gone from one of them to one that is not asked, and from there to another of them. So each shard
 * tells, of the very snapshot of its rows, which of the keys it holds. A move takes rows and
 * placement away in one transaction and brings both in another, so a snapshot that says "held here"
 * has all of the key's rows, and one that does not has none. Where just one of the shards says it
 * of each key, every row of the keys is there once. Rows of other keys that are there too, some of
 * them perhaps, do not matter: that is what confined means, and it means it for any contents of the
 * tables, so also for those of these shards alone.
 */
final class FewShards {
  /** Readings before all shards are asked: the map is corrected by what each of them tells. */
  private static final int MAX_READINGS = 4;

  /** Of so many keys there are mostly some on every shard, and to ask for each of them is dear. */
  private static final int MAX_KEYS = 1_000;

  private final Execution execution;
  private final Router router;
  private final ImmutableList<RoutedKey> keys;

  FewShards(Execution execution) {
    this.execution = execution;
    this.router = execution.router();
    this.keys = execution.keys().asList();
  }

  /**
   * Asks until the answers fit together.
   *
   * @return empty where all shards are to be asked; nothing is held then
   */
  Optional<ShardCursors> read(Reading reading) throws SQLException {
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      return Optional.empty();
    }
    Reading proving = router.isGuarded() ? reading.along(Holdings.of(keys)) : reading;
    List<Shard> holders = holders();
    for (int readings = 0; readings < MAX_READINGS && !areAll(holders); readings++) {
      Optional<ShardCursors> answered = read(holders, proving);
      if (answered.isPresent()) {
        return answered;
      }
      router.telemetry().scatterRepeated();
      List<Shard> before = holders;
      holders = holders();
      if (holders.equals(before)) {
        // A move that is decided and not adopted yet; all shards together wait for it.
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private List<Shard> holders() {
    Set<Integer> ids = keys.stream().map(router::holder).collect(Collectors.toSet());
    return router.shards().all().stream().filter(shard -> ids.contains(shard.id())).toList();
  }

  /** The shards' traffic proves as much then, at less cost. */
  private boolean areAll(List<Shard> holders) {
    return holders.size() == router.shards().all().size();
  }

  private Optional<ShardCursors> read(List<Shard> holders, Reading reading) throws SQLException {
    ShardCursors cursors = execution.open(holders, execution.source(), reading);
    boolean proven = false;
    try {
      cursors.readAll();
      proven = !router.isGuarded() || isEachHeldOnce(cursors);
      return proven ? Optional.of(cursors) : Optional.empty();
    } finally {
      if (!proven) {
        execution.end(cursors);
      }
    }
  }

  /** Learns, too, where the keys went that are not where they were looked for. */
  private boolean isEachHeldOnce(ShardCursors cursors) {
    boolean once = true;
    for (int number = 0; number < keys.size(); number++) {
      RoutedKey key = keys.get(number);
      int base = router.baseShard(key);
      int holders = 0;
      for (ShardCursor cursor : cursors.all()) {
        Holdings told = (Holdings) cursor.answer().told();
        if (told.holder(number, base) == cursor.shard()) {
          holders++;
        }
      }
      if (holders != 1) {
        once = false;
        learn(key, number, cursors);
      }
    }
    return once;
  }

  private void learn(RoutedKey key, int number, ShardCursors cursors) {
    for (ShardCursor cursor : cursors.all()) {
      Moved row = ((Holdings) cursor.answer().told()).deciding().get(number);
      if (row != null) {
        router.learn(key, row);
      }
    }
  }
}
