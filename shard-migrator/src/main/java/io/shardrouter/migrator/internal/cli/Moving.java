package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonObject;
import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.migrator.MoveStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What moves, as results show it.
 *
 * @param group the group, or null where it is the only one
 * @param key the key, or null for a slot
 * @param slot the slot, or null for a key of which it is not known
 */
record Moving(@Nullable String group, @Nullable String key, @Nullable Integer slot) {
  static Moving of(MoveRequest request) {
    if (request instanceof MoveRequest.OfKey one) {
      return new Moving(one.key().group().orElse(null), String.valueOf(one.key().value()), null);
    }
    MoveRequest.OfSlot whole = (MoveRequest.OfSlot) request;
    return new Moving(whole.group(), null, whole.slot());
  }

  static Moving of(MoveStatus move) {
    Optional<String> key = move.key();
    return new Moving(move.group(), key.orElse(null), move.slot());
  }

  /** For a table: one line, escaped. */
  String words() {
    return key == null ? "slot " + slot : "key " + Visible.of(key);
  }

  String groupWord() {
    return group == null ? "" : group;
  }

  void addTo(JsonObject json) {
    json.addProperty("group", group);
    json.addProperty("key", key);
    json.addProperty("slot", slot);
  }
}
