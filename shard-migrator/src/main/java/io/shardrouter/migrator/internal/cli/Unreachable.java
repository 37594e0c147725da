package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shards whose journals could not be read, by id, with the reason. */
final class Unreachable {
  private Unreachable() {}

  /** A sentence each. */
  static List<String> sentences(Map<Integer, String> unreachable) {
    return new TreeMap<>(unreachable)
        .entrySet().stream()
            .map(
                shard ->
                    "the journal of shard %d cannot be read: %s"
                        .formatted(shard.getKey(), shard.getValue()))
            .toList();
  }

  static JsonArray json(Map<Integer, String> unreachable) {
    JsonArray json = new JsonArray();
    new TreeMap<>(unreachable)
        .forEach(
            (shard, reason) -> {
              JsonObject each = new JsonObject();
              each.addProperty("shard", shard);
              each.addProperty("reason", Failures.paragraph(reason));
              json.add(each);
            });
    return json;
  }
}
