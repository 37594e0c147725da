package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import io.shardrouter.Credentials;
import io.shardrouter.GroupConfig;
import io.shardrouter.GuardMode;
import io.shardrouter.InstallMode;
import io.shardrouter.KeyCheck;
import io.shardrouter.KeyType;
import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardRouterConfigBuilder;
import io.shardrouter.TableName;
import io.shardrouter.TransactionMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a YAML tree to the records: which settings there are, and of what kind. */
final class ConfigReader {
  private static final List<String> SETTINGS =
      List.of(
          "shards",
          "groups",
          "referenceTables",
          "defaultShard",
          "guard",
          "install",
          "pool",
          "keyCheck",
          "guardWait",
          "acquireTimeout",
          "statementTimeout",
          "fetchSize",
          "byteBudget",
          "shutdownTimeout",
          "transactions");
  private static final List<String> SHARD_SETTINGS =
      List.of("id", "url", "username", "password", "migrator", "pool", "replicas");
  private static final List<String> GROUP_SETTINGS =
      List.of("strategy", "layout", "slots", "keyType", "zone", "tables", "globallyUnique");

  private ConfigReader() {}

  static ShardRouterConfig read(YamlSection root) {
    root.only(SETTINGS);
    ShardRouterConfigBuilder config = ShardRouterConfig.builder();
    root.require("shards", "list at least one shard")
        .list()
        .forEach(shard -> config.shard(shard(shard.section())));
    root.require("groups", "list at least one group with its tables and their key columns")
        .section()
        .values()
        .forEach((name, group) -> config.group(group(name, group.section())));
    root.find("referenceTables")
        .ifPresent(v -> v.list().forEach(table -> config.referenceTable(table.text())));
    root.find("defaultShard").ifPresent(v -> config.defaultShard(v.integer()));
    root.find("guard").ifPresent(v -> config.guard(v.oneOf(GuardMode.class)));
    root.find("install").ifPresent(v -> config.install(v.oneOf(InstallMode.class)));
    root.find("pool").ifPresent(v -> config.pool(v.section().texts()));
    root.find("keyCheck").ifPresent(v -> config.keyCheck(v.oneOf(KeyCheck.class)));
    root.find("guardWait").ifPresent(v -> config.guardWait(v.duration()));
    root.find("acquireTimeout").ifPresent(v -> config.acquireTimeout(v.duration()));
    root.find("statementTimeout").ifPresent(v -> config.statementTimeout(v.duration()));
    root.find("fetchSize").ifPresent(v -> config.fetchSize(v.integer()));
    root.find("byteBudget").ifPresent(v -> config.byteBudget(v.bytes()));
    root.find("shutdownTimeout").ifPresent(v -> config.shutdownTimeout(v.duration()));
    root.find("transactions").ifPresent(v -> config.transactions(v.oneOf(TransactionMode.class)));
    return config.build();
  }

  private static ShardConfig shard(YamlSection byPosition) {
    byPosition.only(SHARD_SETTINGS);
    int id = byPosition.require("id", "give the shard a small number for ever, like 0").integer();
    YamlSection shard = byPosition.at("shards[id=" + id + "]");
    shard
        .find("replicas")
        .ifPresent(
            v -> {
              throw v.fault("is reserved for a later version; leave it out");
            });
    return new ShardConfig(
        id,
        shard.require("url", "give the driver's URL, jdbc:postgresql://host:5432/db").text(),
        shard.require("username", "give the PostgreSQL role to log in as").text(),
        password(shard),
        shard.find("migrator").map(v -> credentials(v.section())),
        shard.find("pool").map(v -> v.section().texts()).orElse(Map.of()));
  }

  private static Credentials credentials(YamlSection section) {
    section.only(List.of("username", "password"));
    YamlValue username = section.require("username", "give the PostgreSQL role to log in as");
    if (username.text().isBlank()) {
      throw username.fault("is blank; give the PostgreSQL role to log in as");
    }
    return new Credentials(username.text(), password(section));
  }

  private static PasswordSource password(YamlSection section) {
    return PasswordSource.fixed(
        section.require("password", "give one, like \"${SHARD_PASSWORD}\"").text());
  }

  private static GroupConfig group(String name, YamlSection group) {
    GroupRules.checkName(name);
    group.only(GROUP_SETTINGS);
    GroupConfig.Builder builder = GroupConfig.builder(name);
    builder.strategy(group.require("strategy", "write md5, month, or a class name").text());
    builder.layout(
        group.require("layout", "list the ids of the shards that slots start on").list().stream()
            .map(YamlValue::integer)
            .toList());
    group.find("slots").ifPresent(v -> builder.slots(v.integer()));
    group.find("keyType").ifPresent(v -> builder.keyType(v.oneOf(KeyType.class)));
    group.find("zone").ifPresent(v -> builder.zone(zone(v)));
    tables(
        group.require("tables", "list at least one table with its key column").section(), builder);
    group.find("globallyUnique").ifPresent(v -> globallyUnique(v.section(), builder));
    return builder.build();
  }

  private static void tables(YamlSection tables, GroupConfig.Builder group) {
    tables
        .values()
        .forEach(
            (name, column) -> {
              try {
                tables.alias(name, TableName.parse(name).toString());
                group.table(name, column.text());
              } catch (ConfigurationException e) {
                throw e.setting().isEmpty() ? column.fault(String.valueOf(e.getMessage())) : e;
              }
            });
  }

  private static void globallyUnique(YamlSection declared, GroupConfig.Builder group) {
    declared
        .values()
        .forEach(
            (name, columns) -> {
              for (YamlValue column : columns.list()) {
                try {
                  declared.alias(name, TableName.parse(name).toString());
                  group.globallyUnique(name, column.text());
                } catch (ConfigurationException e) {
                  throw e.setting().isEmpty() ? column.fault(String.valueOf(e.getMessage())) : e;
                }
              }
            });
  }

  private static ZoneId zone(YamlValue value) {
    String text = value.text();
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      Optional<String> nearest = NearestName.nearest(text, ZoneId.getAvailableZoneIds());
      throw value.fault(
          "\"%s\" is no time zone; %s"
              .formatted(
                  text,
                  nearest
                      .map(n -> "did you mean " + n + "?")
                      .orElse("write one like Europe/Berlin")));
    }
  }
}
