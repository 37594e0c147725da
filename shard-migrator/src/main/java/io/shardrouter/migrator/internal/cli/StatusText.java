package io.shardrouter.migrator.internal.cli;

import io.shardrouter.GroupConfig;
import io.shardrouter.ShardConfig;
import io.shardrouter.TableName;
import io.shardrouter.migrator.internal.cli.ShardStatus.TableSize;
import io.shardrouter.migrator.internal.cli.TextTable.Column;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A {@link ClusterStatus} for people: three tables. */
final class StatusText {
  private static final String UNKNOWN = "?";

  private StatusText() {}

  static void print(ClusterStatus status, PrintWriter out) {
    shards(status).printTo(out);
    out.println();
    groups(status).printTo(out);
    out.println();
    tables(status).printTo(out);
  }

  private static TextTable shards(ClusterStatus status) {
    TextTable table =
        new TextTable(
            List.of(
                Column.right("SHARD"),
                Column.left("STATE"),
                Column.left("POSTGRESQL"),
                Column.left("SCHEMA"),
                Column.right("PLACED SLOTS"),
                Column.right("PLACED KEYS"),
                Column.right("CONNECTIONS"),
                Column.left("URL")));
    for (ShardConfig shard : status.config().shards()) {
      Optional<ShardStatus> told = status.of(shard.id());
      table.row(
          String.valueOf(shard.id()),
          status.state(shard.id()).name().toLowerCase(Locale.ROOT),
          told.map(ShardStatus::serverVersion).orElse(UNKNOWN),
          told.map(StatusText::schema).orElse(UNKNOWN),
          told.map(s -> String.valueOf(s.placedSlots())).orElse(UNKNOWN),
          told.map(s -> String.valueOf(s.placedKeys())).orElse(UNKNOWN),
          told.map(s -> s.connections() + "/" + s.maxConnections()).orElse(UNKNOWN),
          shard.displayUrl());
    }
    return table;
  }

  private static String schema(ShardStatus status) {
    String version = status.schema().map(s -> "version " + s.version()).orElse("none");
    return status.differences().isEmpty() ? version : version + ", differs";
  }

  private static TextTable groups(ClusterStatus status) {
    TextTable table =
        new TextTable(
            List.of(
                Column.left("GROUP"),
                Column.left("STRATEGY"),
                Column.right("SLOTS"),
                Column.left("KEY TYPE"),
                Column.left("BASE LAYOUT")));
    for (GroupConfig group : status.config().groups().values()) {
      table.row(
          group.name(),
          group.strategy(),
          String.valueOf(group.slots()),
          group.keyType().map(t -> t.name().toLowerCase(Locale.ROOT)).orElse("of the column"),
          group.layout().toString());
    }
    return table;
  }

  private static TextTable tables(ClusterStatus status) {
    TextTable table =
        new TextTable(
            List.of(
                Column.left("TABLE"),
                Column.right("SHARD"),
                Column.right("ROWS"),
                Column.right("SIZE"),
                Column.right("SKEW")));
    for (TableName name : StatusInquiry.tables(status.config())) {
      OptionalDouble skew = status.skew(name.toString());
      for (ShardConfig shard : status.config().shards()) {
        Optional<TableSize> size = status.size(shard.id(), name.toString());
        OptionalLong rows = size.map(TableSize::rows).orElse(OptionalLong.empty());
        table.row(
            name.toString(),
            String.valueOf(shard.id()),
            rows.isPresent() ? String.valueOf(rows.getAsLong()) : UNKNOWN,
            size.map(s -> ByteSize.of(s.bytes())).orElse(UNKNOWN),
            skew.isPresent() ? String.format(Locale.ROOT, "%.2f", skew.getAsDouble()) : "-");
      }
    }
    return table;
  }
}
