package io.shardrouter.internal.catalog;

import static io.shardrouter.internal.sql.Catalog.Order.BYTEWISE;
import static io.shardrouter.internal.sql.Catalog.Order.LINGUISTIC;
import static io.shardrouter.internal.sql.Catalog.Order.NATURAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import io.shardrouter.GroupConfig;
import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardRouterConfigBuilder;
import io.shardrouter.internal.sql.Catalog;
import io.shardrouter.internal.sql.Catalog.Column;
import io.shardrouter.internal.sql.Catalog.Function;
import io.shardrouter.internal.sql.Catalog.Order;
import io.shardrouter.internal.sql.Catalog.Place;
import io.shardrouter.internal.sql.Catalog.QualifiedName;
import io.shardrouter.internal.sql.Catalog.Relation;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of a shard's catalog, from real ones. */
class CatalogReaderTest {
  private EmbeddedShards shards;

  @BeforeEach
  void start() {
    shards = EmbeddedShards.databases(1);
  }

  @AfterEach
  void stop() {
    shards.close();
  }

  private ShardRouterConfigBuilder config() {
    return ShardRouterConfig.builder()
        .shard(
            ShardConfig.of(
                0, shards.url(0), shards.username(), PasswordSource.fixed(shards.password())))
        .group(
            GroupConfig.builder("user")
                .layout(0)
                .table("users", "id")
                .table("app.\"Mixed Case\"", "user_id")
                .build())
        .referenceTable("countries");
  }

  private Catalog read(ShardRouterConfig config, String... statements) throws SQLException {
    shards.execute(0, statements);
    try (Connection connection = shards.connect(0)) {
      Catalog catalog = CatalogReader.read(connection, config);
      assertThat(connection.getAutoCommit()).isTrue();
      return catalog;
    }
  }

  private Catalog read(String... statements) throws SQLException {
    return read(config().build(), statements);
  }

  private static Relation relation(Catalog catalog, String schema, String name) {
    Relation relation = catalog.relations().get(new QualifiedName(schema, name));
    assertThat(relation).as("%s.%s", schema, name).isNotNull();
    return relation;
  }

  private static Place place(Catalog catalog, String name) {
    return relation(catalog, "public", name).place();
  }

  private static Order order(Catalog catalog, String column) {
    return relation(catalog, "public", "t").columns().stream()
        .filter(each -> each.name().equals(column))
        .findFirst()
        .orElseThrow()
        .order();
  }

  @Test
  void columnsHaveTheirTypesBasesAndConstraints() throws SQLException {
    Catalog catalog =
        read(
            "create domain short as varchar(10)",
            "create domain shorter as short check (length(value) < 5)",
            "create type mood as enum ('sad', 'happy')",
            "create table t (gone int, n numeric(10,2) not null, s shorter,"
                + " \"Quoted\" text collate \"C\", m mood, a int[])",
            "alter table t drop column gone");
    assertThat(relation(catalog, "public", "t").columns())
        .containsExactly(
            new Column("n", "numeric(10,2)", "numeric", Optional.empty(), NATURAL, true),
            new Column("s", "public.shorter", "varchar", Optional.empty(), BYTEWISE, false),
            new Column("Quoted", "text", "text", Optional.of("pg_catalog.\"C\""), BYTEWISE, false),
            new Column("m", "public.mood", "mood", Optional.empty(), NATURAL, false),
            new Column("a", "integer[]", "_int4", Optional.empty(), NATURAL, false));
  }

  @Test
  void primaryKeysComeInTheirOwnOrderWithoutIncludedColumns() throws SQLException {
    Catalog catalog = read("create table t (a int, b int, c int, primary key (c, a) include (b))");
    assertThat(relation(catalog, "public", "t").primaryKey()).containsExactly("c", "a");
  }

  @Test
  void ordersAreWhatTheCollationSays() throws SQLException {
    Catalog catalog =
        read(
            "create type pair as (a text, b text)",
            "create table t (plain text, c varchar collate \"C\", posix char(3) collate \"POSIX\","
                + " icu text collate \"und-x-icu\", sysname name, i int, j jsonb, arr text[],"
                + " comp pair, r int4range, u uuid, ts timestamptz, ucs text collate ucs_basic)");
    assertThat(catalog.bytewiseDefault()).isTrue();
    assertThat(order(catalog, "plain")).isEqualTo(BYTEWISE);
    assertThat(order(catalog, "c")).isEqualTo(BYTEWISE);
    assertThat(order(catalog, "posix")).isEqualTo(BYTEWISE);
    assertThat(order(catalog, "ucs")).isEqualTo(BYTEWISE);
    assertThat(order(catalog, "sysname")).isEqualTo(BYTEWISE);
    assertThat(order(catalog, "icu")).isEqualTo(LINGUISTIC);
    assertThat(order(catalog, "arr")).isEqualTo(LINGUISTIC);
    assertThat(order(catalog, "j")).isEqualTo(LINGUISTIC);
    assertThat(order(catalog, "comp")).isEqualTo(LINGUISTIC);
    assertThat(order(catalog, "i")).isEqualTo(NATURAL);
    assertThat(order(catalog, "u")).isEqualTo(NATURAL);
    assertThat(order(catalog, "ts")).isEqualTo(NATURAL);
  }

  @Test
  void aDatabaseInALanguageIsLinguisticByDefault() throws SQLException {
    assumeThat(serverVersion()).as("knows ICU as a default").isGreaterThanOrEqualTo(15);
    String language = "language_of_" + shards.url(0).replaceAll("\\W+", "_");
    shards.execute(
        0,
        "create database %s template template0 locale_provider icu icu_locale 'en-US' locale 'C'"
            .formatted(language));
    try (Connection connection =
        DriverManager.getConnection(
            shards.url(0).replaceFirst("/[^/?]+($|\\?)", "/" + language + "$1"),
            shards.username(),
            shards.password())) {
      connection
          .createStatement()
          .execute("create table public.t (plain text, c text collate \"C\")");
      Catalog catalog = CatalogReader.read(connection, config().build());
      assertThat(catalog.bytewiseDefault()).isFalse();
      assertThat(order(catalog, "plain")).isEqualTo(LINGUISTIC);
      assertThat(order(catalog, "c")).isEqualTo(BYTEWISE);
    } finally {
      shards.execute(0, "drop database " + language);
    }
  }

  private int serverVersion() throws SQLException {
    try (Connection connection = shards.connect(0)) {
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }

  @Test
  void placesComeFromTheConfiguration() throws SQLException {
    Catalog catalog =
        read(
            config().defaultShard(0).build(),
            "create schema app",
            "create schema shard_router",
            "create table shard_router.fence ()",
            "create table users (id text)",
            "create table app.users (id text)",
            "create table app.\"Mixed Case\" (user_id text)",
            "create table countries (code text)",
            "create table elsewhere (x int)");
    assertThat(place(catalog, "users")).isEqualTo(new Place.Sharded("user", "id"));
    assertThat(relation(catalog, "app", "users").place()).isEqualTo(new Place.Home());
    assertThat(relation(catalog, "app", "Mixed Case").place())
        .isEqualTo(new Place.Sharded("user", "user_id"));
    assertThat(place(catalog, "countries")).isEqualTo(new Place.Reference());
    assertThat(place(catalog, "elsewhere")).isEqualTo(new Place.Home());
    assertThat(relation(catalog, "shard_router", "fence").place()).isEqualTo(new Place.Local());
    assertThat(relation(catalog, "pg_catalog", "pg_class").place()).isEqualTo(new Place.Local());
    assertThat(relation(catalog, "information_schema", "tables").place())
        .isEqualTo(new Place.Local());
  }

  @Test
  void withoutADefaultShardTablesThatAreNotListedAreNowhere() throws SQLException {
    assertThat(place(read("create table elsewhere (x int)"), "elsewhere"))
        .isEqualTo(new Place.Unlisted());
  }

  @Test
  void unqualifiedNamesAreFoundByTheSearchPath() throws SQLException {
    shards.execute(
        0,
        "create schema first",
        "create table first.users (id text)",
        "create table public.users (id text)");
    try (Connection connection = shards.connect(0)) {
      connection.createStatement().execute("set search_path = first, nowhere, public");
      Catalog catalog = CatalogReader.read(connection, config().build());
      assertThat(catalog.searchPath()).containsExactly("pg_catalog", "first", "public");
      assertThat(relation(catalog, "first", "users").place())
          .isEqualTo(new Place.Sharded("user", "id"));
      assertThat(place(catalog, "users")).isEqualTo(new Place.Unlisted());
    }
  }

  @Test
  void viewsAreTheirDefinitionsWithQualifiedNames() throws SQLException {
    Catalog catalog =
        read(
            "create table users (id text)", "create view v as select id from users where id < 'm'");
    assertThat(place(catalog, "v"))
        .isInstanceOfSatisfying(
            Place.View.class, view -> assertThat(view.definition()).contains("public.users"));
    assertThat(relation(catalog, "public", "v").columns()).hasSize(1);
  }

  @Test
  void partitionsAndChildrenAreWhereTheirParentsAre() throws SQLException {
    Catalog catalog =
        read(
            config().defaultShard(0).build(),
            "create table users (id text) partition by hash (id)",
            "create table part partition of users for values with (modulus 1, remainder 0)"
                + " partition by hash (id)",
            "create table leaf partition of part for values with (modulus 1, remainder 0)",
            "create table above (code text)",
            "create table countries () inherits (above)");
    assertThat(place(catalog, "leaf")).isEqualTo(new Place.Sharded("user", "id"));
    assertThat(place(catalog, "above")).isEqualTo(new Place.Unlisted());
  }

  @Test
  void aMaterializedViewHasWhatItsShardHad() throws SQLException {
    Catalog catalog =
        read(
            config().defaultShard(0).build(),
            "create table users (id text)",
            "create materialized view m as select count(*) from users");
    assertThat(place(catalog, "m")).isEqualTo(new Place.Unlisted());
  }

  @Test
  void temporaryTablesAreNotOfTheCatalog() throws SQLException {
    try (Connection connection = shards.connect(0)) {
      connection.createStatement().execute("create temp table t (x int)");
      assertThat(CatalogReader.read(connection, config().build()).relations().keySet())
          .noneMatch(name -> name.name().equals("t"));
    }
  }

  @Test
  void functionsAreTrustedAsFarAsTheirWorstOverload() throws SQLException {
    Catalog catalog =
        read(
            "create function mine(int) returns int immutable language sql as 'select $1'",
            "create function mine(text) returns int volatile language sql as 'select 1'",
            "create function pure(int) returns int immutable language sql as 'select $1'",
            "create function reads() returns int stable language sql as 'select 1'",
            "create function step(int, int) returns int volatile language sql as 'select 1'",
            "create aggregate odd(int) (sfunc = step, stype = int)",
            "create aggregate even(int) (sfunc = int4pl, stype = int)",
            "create procedure done() language sql as 'select 1'",
            "create function upper(int) returns int volatile language sql as 'select 1'",
            "create function version(int) returns int stable language sql as 'select 1'",
            "create function timeofday() returns text volatile language sql as 'select null'");
    assertThat(catalog.functions())
        .containsEntry("mine", Function.OPAQUE)
        .containsEntry("pure", Function.IMMUTABLE)
        .containsEntry("reads", Function.OPAQUE)
        .containsEntry("odd", Function.OPAQUE)
        .containsEntry("even", Function.AGGREGATE)
        .containsEntry("upper", Function.OPAQUE)
        .containsEntry("version", Function.OPAQUE)
        .containsEntry("timeofday", Function.ON_ONE_SHARD)
        .doesNotContainKey("done");
  }

  @Test
  void functionsOfPostgresqlAreSorted() throws SQLException {
    Catalog catalog = read();
    for (String name : ImmutableList.of("abs", "lower", "md5", "jsonb_array_length", "round")) {
      assertThat(catalog.functions().get(name)).as(name).isEqualTo(Function.IMMUTABLE);
    }
    for (String name : ImmutableList.of("now", "to_char", "concat", "date_trunc", "timezone")) {
      assertThat(catalog.functions().get(name)).as(name).isEqualTo(Function.STABLE_BUILT_IN);
    }
    for (String name : ImmutableList.of("count", "sum", "string_agg", "json_agg", "mode")) {
      assertThat(catalog.functions().get(name)).as(name).isEqualTo(Function.AGGREGATE);
    }
    for (String name : ImmutableList.of("row_number", "lag", "rank", "first_value")) {
      assertThat(catalog.functions().get(name)).as(name).isEqualTo(Function.WINDOW);
    }
    for (String name :
        ImmutableList.of("random", "version", "format_type", "pg_get_expr", "current_database")) {
      assertThat(catalog.functions().get(name)).as(name).isEqualTo(Function.ON_ONE_SHARD);
    }
    for (String name :
        ImmutableList.of(
            "nextval",
            "currval",
            "query_to_xml",
            "table_to_xml",
            "ts_stat",
            "pg_relation_size",
            "lo_get",
            "pg_backend_pid",
            "inet_server_addr",
            "txid_current",
            "pg_stat_get_numscans")) {
      assertThat(catalog.functions().get(name)).as(name).isEqualTo(Function.OPAQUE);
    }
  }
}
