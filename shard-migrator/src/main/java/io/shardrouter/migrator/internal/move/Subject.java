package io.shardrouter.migrator.internal.move;

import io.shardrouter.internal.routing.RoutedKey;
import org.jspecify.annotations.Nullable;

/**
 * What a move transfers: one key, or a slot with all its keys that have no placement of their own.
 */
public sealed interface Subject {
  /** The colocation group. */
  String group();

  /** The slot, or the slot that the key is in. */
  int slot();

  /** {@code key} or {@code slot}, as the journal has it. */
  String kind();

  /** The key, or null for a slot; as the journal and the guard's rule take it. */
  @Nullable String keyOrNull();

  /** One key. */
  record Key(RoutedKey key) implements Subject {
    @Override
    public String group() {
      return key.group();
    }

    @Override
    public int slot() {
      return key.slot();
    }

    @Override
    public String kind() {
      return "key";
    }

    @Override
    public String keyOrNull() {
      return key.key();
    }

    /** Without the key, which is the user's data. */
    @Override
    public String toString() {
      return "a key in slot " + slot() + " of group " + group();
    }
  }

  /** A whole slot. */
  record Slot(String group, int slot) implements Subject {
    @Override
    public String kind() {
      return "slot";
    }

    @Override
    public @Nullable String keyOrNull() {
      return null;
    }

    @Override
    public String toString() {
      return "slot " + slot + " of group " + group;
    }
  }

  /** What a journal row says. */
  static Subject of(String group, int slot, @Nullable String key) {
    return key == null ? new Slot(group, slot) : new Key(new RoutedKey(group, slot, key));
  }
}
