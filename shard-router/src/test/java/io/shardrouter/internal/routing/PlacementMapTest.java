package io.shardrouter.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.shardrouter.GroupConfig;
import io.shardrouter.KeyType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PlacementMapTest {
  private final Group users = group("user");
  private final Group days = group("day");
  private final RoutedKey alice = new RoutedKey("user", 3, "alice");

  @Test
  void aKeysPlacementBeatsItsSlotsWhichBeatsTheBaseLayout() {
    PlacementMap map = map(10);
    assertThat(map.shardOf(alice, users)).isEqualTo(1);
    assertThat(map.deciding(alice)).isEmpty();

    map.learnSlot("user", 3, new Placement(5, 9));
    assertThat(map.shardOf(alice, users)).isEqualTo(5);
    assertThat(map.deciding(alice)).contains(new Placement(5, 9));

    map.learnKey("user", "alice", new Placement(7, 1));
    assertThat(map.shardOf(alice, users)).isEqualTo(7);
    assertThat(map.deciding(alice)).contains(new Placement(7, 1));
    assertThat(map.shardOf(new RoutedKey("user", 3, "bob"), users)).isEqualTo(5);
    assertThat(map.shardOf(new RoutedKey("user", 2, "eve"), users)).isEqualTo(0);
  }

  @Test
  void groupsDoNotMix() {
    PlacementMap map = map(10);
    map.learnSlot("user", 3, new Placement(5, 1));
    map.learnKey("user", "alice", new Placement(7, 1));
    assertThat(map.shardOf(new RoutedKey("day", 3, "alice"), days)).isEqualTo(1);
    assertThatThrownBy(() -> map.learnSlot("other", 0, new Placement(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other")
        .hasMessageContaining("user");
    assertThatThrownBy(() -> map.learnKey("other", "a", new Placement(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anOlderPlacementIsNotLearned() {
    PlacementMap map = map(10);
    map.learnSlot("user", 3, new Placement(5, 9));
    map.learnSlot("user", 3, new Placement(6, 8));
    assertThat(map.shardOf(alice, users)).isEqualTo(5);
    map.learnKey("user", "alice", new Placement(7, 4));
    map.learnKey("user", "alice", new Placement(8, 3));
    assertThat(map.shardOf(alice, users)).isEqualTo(7);
    map.learnKey("user", "alice", new Placement(9, 5));
    assertThat(map.shardOf(alice, users)).isEqualTo(9);
  }

  @Test
  void beyondTheBoundTheKeyNotUsedLatelyIsForgotten() {
    PlacementMap map = map(3);
    for (String key : List.of("a", "b", "c")) {
      map.learnKey("user", key, new Placement(7, 1));
    }
    assertThat(map.deciding(key("a"))).isPresent();
    assertThat(map.deciding(key("c"))).isPresent();
    map.learnKey("day", "d", new Placement(7, 1));
    assertThat(map.deciding(key("b"))).isEmpty();
    assertThat(map.deciding(key("a"))).isPresent();
    assertThat(map.deciding(key("c"))).isPresent();
    assertThat(map.deciding(new RoutedKey("day", 0, "d"))).isPresent();
  }

  @Test
  void theBoundHoldsHoweverManyAreLearned() {
    PlacementMap map = map(100);
    for (int i = 0; i < 10_000; i++) {
      map.learnKey(i % 2 == 0 ? "user" : "day", "k" + i, new Placement(7, 1));
    }
    long known = 0;
    for (int i = 0; i < 10_000; i++) {
      RoutedKey key = new RoutedKey(i % 2 == 0 ? "user" : "day", 0, "k" + i);
      known += map.deciding(key).isPresent() ? 1 : 0;
    }
    assertThat(known).isEqualTo(100);
  }

  @Test
  void aMapForNoKeysKeepsNone() {
    PlacementMap map = map(0);
    map.learnKey("user", "alice", new Placement(7, 1));
    assertThat(map.deciding(alice)).isEmpty();
  }

  @Test
  void concurrentLearningNeverGoesBack() throws Exception {
    PlacementMap map = map(10);
    int learners = 4;
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(learners + 1);
    try {
      Future<Boolean> watched = pool.submit(() -> watchEpochsGrow(map, done));
      List<Future<Long>> highest = new ArrayList<>();
      for (int i = 0; i < learners; i++) {
        highest.add(pool.submit(learnAtRandom(map)));
      }
      long expected = 0;
      for (Future<Long> learner : highest) {
        expected = Math.max(expected, learner.get());
      }
      done.set(true);
      assertThat(watched.get()).isTrue();
      assertThat(map.deciding(alice)).contains(new Placement((int) (expected % 8), expected));
      assertThat(map.deciding(new RoutedKey("user", 3, "bob")))
          .contains(new Placement((int) (expected % 8), expected));
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<Long> learnAtRandom(PlacementMap map) {
    return () -> {
      long highest = 0;
      for (long base = 0; base < 200_000; base++) {
        long epoch = Math.max(1, base - ThreadLocalRandom.current().nextLong(50));
        highest = Math.max(highest, epoch);
        map.learnSlot("user", 3, new Placement((int) (epoch % 8), epoch));
        map.learnKey("user", "alice", new Placement((int) (epoch % 8), epoch));
      }
      return highest;
    };
  }

  private boolean watchEpochsGrow(PlacementMap map, AtomicBoolean done) {
    RoutedKey bob = new RoutedKey("user", 3, "bob");
    long key = 0;
    long slot = 0;
    while (!done.get()) {
      long keyNow = map.deciding(alice).map(Placement::epoch).orElse(0L);
      long slotNow = map.deciding(bob).map(Placement::epoch).orElse(0L);
      if (keyNow < key || slotNow < slot) {
        return false;
      }
      key = keyNow;
      slot = slotNow;
    }
    return true;
  }

  @Test
  void lookupsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    PlacementMap map = map(10);
    map.learnSlot("user", 3, new Placement(5, 1));
    map.learnKey("user", "alice", new Placement(7, 1));
    RoutedKey[] keys = {alice, new RoutedKey("user", 3, "bob"), new RoutedKey("user", 2, "eve")};
    int rounds = 300_000;
    long sum = 0;
    long before = 0;
    for (int i = 0; i < 2 * rounds; i++) {
      if (i == rounds) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      sum += map.shardOf(keys[i % 3], users);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sum).isEqualTo(2L * rounds / 3 * (7 + 5));
    assertThat(allocated).isLessThan(rounds);
  }

  private static RoutedKey key(String key) {
    return new RoutedKey("user", 0, key);
  }

  private static PlacementMap map(int maxKeys) {
    return new PlacementMap(List.of(config("user"), config("day")), maxKeys);
  }

  private static Group group(String name) {
    return new Group(config(name), KeyType.TEXT);
  }

  private static GroupConfig config(String name) {
    return GroupConfig.builder(name).layout(0, 1).slots(8).table(name + "s", "k").build();
  }
}
