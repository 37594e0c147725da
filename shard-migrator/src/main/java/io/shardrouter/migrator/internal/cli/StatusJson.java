package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.shardrouter.ShardConfig;
import io.shardrouter.TableName;
import io.shardrouter.internal.guard.Fingerprint.GroupPrint;
import io.shardrouter.internal.guard.InstalledSchema;
import io.shardrouter.migrator.internal.cli.ShardStatus.TableSize;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A {@link ClusterStatus} for programs. What a shard did not tell is null. */
final class StatusJson {
  private StatusJson() {}

  static JsonObject of(ClusterStatus status) {
    JsonArray shards = new JsonArray();
    for (ShardConfig shard : status.config().shards()) {
      shards.add(shard(status, shard));
    }
    JsonArray skew = new JsonArray();
    for (TableName table : StatusInquiry.tables(status.config())) {
      OptionalDouble ratio = status.skew(table.toString());
      JsonObject each = new JsonObject();
      each.addProperty("table", table.toString());
      each.add(
          "skew", ratio.isPresent() ? new JsonPrimitive(ratio.getAsDouble()) : JsonNull.INSTANCE);
      skew.add(each);
    }
    JsonObject document = new JsonObject();
    document.add("shards", shards);
    document.add("skew", skew);
    document.add("attention", strings(status.attention()));
    return document;
  }

  private static JsonObject shard(ClusterStatus status, ShardConfig shard) {
    JsonObject each = new JsonObject();
    each.addProperty("id", shard.id());
    each.addProperty("url", shard.displayUrl());
    each.addProperty("state", status.state(shard.id()).name().toLowerCase(Locale.ROOT));
    each.addProperty("failure", status.failure(shard.id()).orElse(null));
    ShardStatus told = status.of(shard.id()).orElse(null);
    if (told != null) {
      addAnswer(each, told);
    }
    return each;
  }

  private static void addAnswer(JsonObject shard, ShardStatus told) {
    InstalledSchema schema = told.schema().orElse(null);
    shard.addProperty("serverVersion", told.serverVersion());
    shard.addProperty("schemaVersion", schema == null ? null : (Number) schema.version());
    shard.addProperty("connections", told.connections());
    shard.addProperty("maxConnections", told.maxConnections());
    shard.addProperty("placedSlots", told.placedSlots());
    shard.addProperty("placedKeys", told.placedKeys());
    JsonArray groups = new JsonArray();
    if (schema != null) {
      schema.fingerprint().groups().forEach((name, group) -> groups.add(group(name, group)));
    }
    shard.add("groups", groups);
    JsonArray tables = new JsonArray();
    told.tables().forEach(size -> tables.add(table(size)));
    shard.add("tables", tables);
    shard.add("differences", strings(told.differences()));
  }

  private static JsonObject group(String name, GroupPrint group) {
    JsonArray layout = new JsonArray();
    group.base().forEach(layout::add);
    JsonObject tables = new JsonObject();
    group
        .tables()
        .forEach((table, column) -> tables.addProperty(TableName.parse(table).toString(), column));
    JsonObject each = new JsonObject();
    each.addProperty("name", name);
    each.addProperty("strategy", group.strategy());
    each.addProperty("slots", group.slots());
    each.add("layout", layout);
    each.addProperty(
        "keyType", group.keyType().map(type -> type.name().toLowerCase(Locale.ROOT)).orElse(null));
    each.addProperty("zone", group.zone());
    each.add("tables", tables);
    return each;
  }

  private static JsonObject table(TableSize size) {
    JsonElement rows =
        size.rows().isPresent() ? new JsonPrimitive(size.rows().getAsLong()) : JsonNull.INSTANCE;
    JsonObject each = new JsonObject();
    each.addProperty("name", size.table());
    each.add("rows", rows);
    each.addProperty("bytes", size.bytes());
    return each;
  }

  private static JsonArray strings(List<String> lines) {
    JsonArray array = new JsonArray();
    lines.forEach(array::add);
    return array;
  }
}
