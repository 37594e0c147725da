package io.shardrouter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.shardrouter.ConfigurationException;
import io.shardrouter.ShardRouterConfig;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each case changes one place of a good file; the message must name the file, the line, the setting
 * and the remedy.
 */
class RefusedYamlTest {
  private static final String GOOD =
      """
      shards:
        - id: 0
          url: jdbc:postgresql://db-0/app
          username: app
          password: secret
        - id: 1
          url: jdbc:postgresql://db-1/app
          username: app
          password: secret
      groups:
        user:
          strategy: md5
          layout: [0, 1]
          tables:
            users: id
        day:
          strategy: month
          layout: [0, 1]
          tables:
            metrics: day
      """;

  static Stream<Arguments> shards() {
    return Stream.of(
        arguments("- id: 1", "- id: 0", 6, "shards[id=0].id: is given to two shards; give each"),
        arguments("- id: 1", "- id: -1", 6, "shards[id=-1].id: is negative; number shards from 0"),
        arguments(
            "- id: 1",
            "- id: one",
            6,
            "shards[1].id: \"one\" is no whole number; write one like 2"),
        arguments(
            "- id: 1\n    url", "- url", 6, "shards[1].id: is missing; give the shard a small"),
        arguments("- id: 1", "- id: 1\n    replicas: []", 7, "shards[id=1].replicas: is reserved"),
        arguments(
            "- id: 1",
            "- id: 1\n    usrname: x",
            7,
            "shards[1].usrname: is no setting; did you mean username?"),
        arguments(
            "username: app\n    password: secret\ngroups",
            "username: app\ngroups",
            6,
            "shards[id=1].password: is missing; give one"),
        arguments(
            "username: app\n    password: secret\ngroups",
            "username: ' '\n    password: secret\ngroups",
            8,
            "shards[id=1].username: is blank; give"),
        arguments(
            "password: secret\ngroups",
            "password:\ngroups",
            9,
            "shards[id=1].password: has no value; give one"),
        arguments(
            "password: secret\ngroups",
            "password: ${NOPE}\ngroups",
            9,
            "shards[id=1].password: the environment variable NOPE is not set; set it, or write ${NOPE:default}"),
        arguments(
            "password: secret\ngroups",
            "password: ${NOPE\ngroups",
            9,
            "shards[id=1].password: has a ${ without its }; close it"),
        arguments(
            "password: secret\ngroups",
            "password: ${1:x}\ngroups",
            9,
            "shards[id=1].password: has a ${} without a variable's name; write ${NAME}"),
        arguments(
            "password: secret\ngroups",
            "password: !secret x\ngroups",
            9,
            "shards[id=1].password: has a YAML tag; leave it out"),
        arguments(
            "password: secret\ngroups",
            "password: [x]\ngroups",
            9,
            "shards[id=1].password: must be a single value"),
        arguments(
            "password: secret\ngroups",
            "password: x\n    migrator: {username: o}\ngroups",
            10,
            "shards[id=1].migrator.password: is missing; give"),
        arguments(
            "password: secret\ngroups",
            "password: x\n    migrator: {username: '', password: x}\ngroups",
            10,
            "shards[id=1].migrator.username: is blank; give"),
        arguments(
            "password: secret\ngroups",
            "password: x\n    migrator: {user: o}\ngroups",
            10,
            "shards[id=1].migrator.user: is no setting; there are username, password"),
        arguments(
            "jdbc:postgresql://db-1/app",
            "jdbc:mysql://db-1/app",
            7,
            "shards[id=1].url: jdbc:mysql://db-1/app is no URL of the PostgreSQL driver; write jdbc:postgresql://host:5432/db"),
        arguments(
            "db-1/app",
            "db-1/app?autosave=conservative",
            7,
            "shards[id=1].url: autosave=conservative makes the driver roll back to savepoints, which releases the guard's locks; leave it out, or set guard: off"),
        arguments(
            "db-1/app",
            "db-1/app?replication=database",
            7,
            "shards[id=1].url: replication= opens sessions that run no ordinary SQL; leave it out"),
        arguments(
            "db-1/app",
            "db-1/app?targetServerType=preferSecondary",
            7,
            "shards[id=1].url: targetServerType=prefersecondary may reach a standby, where the guard's locks bind nobody; add targetServerType=primary"),
        arguments(
            "db-1/app",
            "db-1,db-2/app",
            7,
            "shards[id=1].url: targetServerType=any may reach a standby"));
  }

  static Stream<Arguments> groups() {
    return Stream.of(
        arguments(
            "metrics: day",
            "users: id",
            20,
            "groups.day.tables.users: is in group user too; leave it in the group whose key it has"),
        arguments(
            "metrics: day", "'\"users\"': id", 20, "groups.day.tables.users: is in group user too"),
        arguments(
            "users: id",
            "users: id\n      USERS: id",
            16,
            "groups.user.tables.users: is listed twice; keep one"),
        arguments(
            "users: id",
            "users: id\n      users: id",
            16,
            "groups.user.tables.users: is given twice; keep one"),
        arguments(
            "users: id",
            "us ers: id",
            15,
            "groups.user.tables.us ers: \"us ers\" is no SQL name; write it as in SQL"),
        arguments(
            "users: id",
            "users: a.id",
            15,
            "groups.user.tables.users: \"a.id\" has 2 parts; write the column's name alone"),
        arguments(
            "users: id",
            "a.b.users: id",
            15,
            "groups.user.tables.a.b.users: \"a.b.users\" has 3 parts; write table or schema.table"),
        arguments(
            "users: id",
            "users: id\n    globallyUnique: {usrs: [id]}",
            16,
            "groups.user.globallyUnique.usrs: is no table of the group; write it as under tables, where there are [users]"),
        arguments(
            "users: id",
            "users: id\n    globallyUnique:\n      users: [id, ID]",
            17,
            "groups.user.globallyUnique.users: ID is listed twice; keep one"),
        arguments(
            "users: id",
            "users: id\n    globallyUnique:\n      users:\n      - id\n      - a.b",
            19,
            "groups.user.globallyUnique.users[1]: \"a.b\" has 2 parts; write the column's name alone"),
        arguments(
            "users: id",
            "users: id\n    globallyUnique: {users: id}",
            16,
            "groups.user.globallyUnique.users: must be a list; write"),
        arguments(
            "\n      users: id",
            " {}",
            14,
            "groups.user.tables: is empty; list at least one table"),
        arguments(
            "\n      users: id",
            " [users]",
            14,
            "groups.user.tables: must be a mapping; write name: value"),
        arguments(
            "    tables:\n      users: id\n",
            "",
            11,
            "groups.user.tables: is missing; list at least one table"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    slots: 1025",
            13,
            "groups.user.slots: 1025 is not a multiple of the layout's length 2; the nearest that is: 1024 or 1026"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    slots: 1",
            13,
            "groups.user.slots: 1 is not a multiple of the layout's length 2; the nearest that is: 2"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    slots: 0",
            13,
            "groups.user.slots: is 0; it must be from 1 to 16777216"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    slots: 33554432",
            13,
            "groups.user.slots: is 33554432; it must be from 1 to 16777216"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    slots: 1.5",
            13,
            "groups.user.slots: \"1.5\" is no whole number; write"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    slots: ${NOPE}",
            13,
            "groups.user.slots: the environment variable NOPE is not set; set it"),
        arguments(
            "strategy: md5",
            "strategy: sha1",
            12,
            "groups.user.strategy: \"sha1\" is neither md5 nor month, and no class on the class path; write md5, month"),
        arguments(
            "strategy: md5",
            "strategy: java.lang.String",
            12,
            "groups.user.strategy: class java.lang.String does not implement io.shardrouter.strategy.ShardingStrategy; write"),
        arguments(
            "strategy: md5",
            "strategy: java.lang.Math",
            12,
            "groups.user.strategy: class java.lang.Math cannot be made; it must be public"),
        arguments(
            "strategy: md5",
            "stratgy: md5",
            12,
            "groups.user.stratgy: is no setting; did you mean strategy?"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    strategy: md5",
            13,
            "groups.user.strategy: is given twice; keep one"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    [a]: b",
            13,
            "groups.user.?: has a name that is no text; write name: value"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    keyType: int",
            13,
            "groups.user.keyType: \"int\" is not possible; write text or bigint or uuid or date or timestamptz"),
        arguments(
            "strategy: md5",
            "strategy: month\n    keyType: bigint",
            13,
            "groups.user.keyType: strategy month does not take keys of type bigint; it takes date, timestamptz"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    zone: Europe/Berln",
            13,
            "groups.user.zone: \"Europe/Berln\" is no time zone; did you mean Europe/Berlin?"),
        arguments(
            "strategy: md5",
            "strategy: md5\n    zone: nonsense-zone",
            13,
            "groups.user.zone: \"nonsense-zone\" is no time zone; write one like Europe/Berlin"),
        arguments(
            "md5\n    layout: [0, 1]",
            "md5\n    layout:\n    - 0\n    - 7",
            15,
            "groups.user.layout[1]: shard 7 is not under shards; there are [0, 1]"),
        arguments(
            "md5\n    layout: [0, 1]",
            "md5\n    layout: []",
            13,
            "groups.user.layout: is empty; list the ids"),
        arguments(
            "md5\n    layout: [0, 1]",
            "md5\n    layout: 0",
            13,
            "groups.user.layout: must be a list; write [a, b]"),
        arguments("  user:", "  'us er':", 11, "groups.us er: is no group name; use a letter"));
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        setting(
            "referenceTables: [countries, users]",
            "referenceTables[1]: users is in group user too; a table is either"),
        setting("referenceTables: [a, A]", "referenceTables[1]: a is listed twice; keep one"),
        setting("referenceTables: [a b]", "referenceTables[0]: \"a b\" is no SQL name; write"),
        setting("defaultShard: 4", "defaultShard: shard 4 is not under shards; there are [0, 1]"),
        setting("guard: true", "guard: \"true\" is not possible; write on or off"),
        setting("guard: {}", "guard: must be a single value"),
        setting("install: always", "install: \"always\" is not possible; write never or auto"),
        setting("keyCheck: always", "keyCheck: \"always\" is not possible; write enforce or off"),
        setting(
            "transactions: 2pc",
            "transactions: \"2pc\" is not possible; write two-phase or best-effort"),
        setting(
            "guardWait: 5",
            "guardWait: \"5\" is no duration; write it with its unit, like 5s, 500ms, 2m or PT5S"),
        setting("guardWait: 0s", "guardWait: is PT0S; it must be at least one millisecond"),
        setting(
            "acquireTimeout: -PT1S",
            "acquireTimeout: is PT-1S; it must be at least one millisecond"),
        setting("statementTimeout: PT-1S", "statementTimeout: is PT-1S; it must not be negative"),
        setting("shutdownTimeout: PT-1S", "shutdownTimeout: is PT-1S; it must not be negative"),
        setting(
            "statementTimeout: 600h", "statementTimeout: is PT600H; PostgreSQL's time-outs end at"),
        setting("fetchSize: 0", "fetchSize: is 0; it must be more than zero"),
        setting("fetchSize: many", "fetchSize: \"many\" is no whole number; write"),
        setting(
            "byteBudget: 64MB",
            "byteBudget: \"64MB\" is no size; write bytes, or one like 512KiB, 64MiB"),
        setting("byteBudget: 0", "byteBudget: is 0; it must be more than zero"),
        setting("gaurd: on", "gaurd: is no setting; did you mean guard?"),
        setting("something: else", "something: is no setting; there are shards, groups, "),
        setting("shards: []", "shards: is given twice; keep one"),
        setting(
            "pool: {maxPoolSize: 3}",
            "pool.maxPoolSize: is no HikariCP property; did you mean maximumPoolSize?"),
        setting(
            "pool: {maximumPoolSize: ten}",
            "pool.maximumPoolSize: has a value that HikariCP refuses; it takes a whole number"),
        setting(
            "pool: {maximumPoolSize: 0}",
            "pool.maximumPoolSize: has a value that HikariCP refuses"),
        setting(
            "pool: {connectionTimeout: 1}",
            "pool.connectionTimeout: has a value that HikariCP refuses; it takes a number of milliseconds"),
        setting(
            "pool: {readOnly: yes}",
            "pool.readOnly: has a value that HikariCP refuses; it takes true or false"),
        setting("pool: {jdbcUrl: x}", "pool.jdbcUrl: is set by the router itself; leave it out"),
        setting(
            "pool: {dataSourceClassName: x}",
            "pool.dataSourceClassName: is set by the router itself"),
        setting("pool: {autoCommit: false}", "pool.autoCommit: is set by the router itself"),
        setting("pool: {poolName: p}", "pool.poolName: is set by the router itself"));
  }

  private static Arguments setting(String line, String fault) {
    return arguments("      metrics: day\n", "      metrics: day\n" + line + "\n", 21, fault);
  }

  @ParameterizedTest
  @MethodSource({"shards", "groups", "settings"})
  void theMessageNamesFileLineSettingAndRemedy(String good, String bad, int line, String fault) {
    int at = GOOD.lastIndexOf(good);
    assertThat(at).isNotNegative();
    String yaml = GOOD.substring(0, at) + bad + GOOD.substring(at + good.length());
    assertThatThrownBy(() -> ShardRouterConfig.parse(yaml, "shards.yaml", name -> null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("shards.yaml:" + line + ": " + fault);
  }

  static Stream<Arguments> wholeTexts() {
    return Stream.of(
        arguments("", 1, "YAML: the text is empty; give at least shards and groups"),
        arguments("- a", 1, ": must be a mapping; write name: value"),
        arguments("a: b\n---\nc: d", 2, "YAML: cannot be read as one YAML 1.2 document"),
        arguments(
            "a: 'b\n", 2, "YAML: cannot be read as one YAML 1.2 document from here on; check"),
        arguments(GOOD.substring(GOOD.indexOf("groups")), 1, "shards: is missing; list at least"),
        arguments(
            GOOD.substring(0, GOOD.indexOf("groups")), 1, "groups: is missing; list at least"),
        arguments("shards: []\ngroups: {}", 1, "shards: is empty; list at least one shard"),
        arguments(
            GOOD.substring(0, GOOD.indexOf("groups")) + "groups: {}",
            10,
            "groups: is empty; list"));
  }

  @ParameterizedTest
  @MethodSource("wholeTexts")
  void whatIsNoConfigurationAtAllIsRefused(String yaml, int line, String fault) {
    assertThatThrownBy(() -> ShardRouterConfig.parse(yaml, "shards.yaml", name -> null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("shards.yaml:" + line + ": " + fault);
  }

  @Test
  void theGoodFileIsGood() {
    assertThat(ShardRouterConfig.parse(GOOD, "shards.yaml", name -> null).groups()).hasSize(2);
  }

  @Test
  void withoutTheGuardTheDriverMaySaveAndAskAnyServer() {
    String yaml =
        GOOD.replace("/app", "/app?autosave=always&targetServerType=any") + "guard: off\n";
    assertThat(ShardRouterConfig.parse(yaml, "shards.yaml", name -> null).shards()).hasSize(2);
  }

  @Test
  void severalHostsAreGoodWhenThePrimaryIsAskedFor() {
    String yaml = GOOD.replace("/app", ",db-9/app?targetServerType=primary&autosave=never");
    assertThat(ShardRouterConfig.parse(yaml, "shards.yaml", name -> null).shards()).hasSize(2);
  }
}
