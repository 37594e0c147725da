package io.shardrouter.migrator.internal.batch;

import io.shardrouter.migrator.internal.move.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which requests of a batch have to wait for earlier ones: of the same key or slot, or of a key and
 * its slot, whose moves exclude each other on the shards. Not thread-safe.
 */
final class Overlaps {
  private final int[] waitsFor;
  private final List<List<Item>> followers = new ArrayList<>();

  private record SlotOfGroup(String group, int slot) {}

  Overlaps(List<Item> items) {
    this.waitsFor = new int[items.size()];
    Map<SlotOfGroup, List<Item>> earlier = new HashMap<>();
    for (Item item : items) {
      followers.add(new ArrayList<>());
      Subject subject = item.located().subject();
      List<Item> inSlot =
          earlier.computeIfAbsent(
              new SlotOfGroup(subject.group(), subject.slot()), slot -> new ArrayList<>());
      for (Item before : inSlot) {
        if (exclude(before.located().subject(), subject)) {
          followers.get(before.index()).add(item);
          waitsFor[item.index()]++;
        }
      }
      inSlot.add(item);
    }
  }

  /** Of two subjects in one slot. */
  private static boolean exclude(Subject one, Subject other) {
    return one instanceof Subject.Slot
        || other instanceof Subject.Slot
        || Objects.equals(one.keyOrNull(), other.keyOrNull());
  }

  /** Whether nothing has to end before {@code item}. */
  boolean isFree(Item item) {
    return waitsFor[item.index()] == 0;
  }

  /** Items that {@code ended} was the last to keep waiting. */
  List<Item> freedBy(Item ended) {
    List<Item> freed = new ArrayList<>();
    for (Item follower : followers.get(ended.index())) {
      if (--waitsFor[follower.index()] == 0) {
        freed.add(follower);
      }
    }
    return freed;
  }
}
