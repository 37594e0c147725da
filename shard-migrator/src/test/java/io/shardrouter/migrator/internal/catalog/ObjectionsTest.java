package io.shardrouter.migrator.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a superuser is told before a move; what other roles are told is in RightsTest. */
class ObjectionsTest {
  private TwoShards two;

  @BeforeEach
  void start() throws SQLException {
    two = new TwoShards();
    two.both(
        "create type mood as enum ('sad', 'ok')",
        "create domain positive as int check (value > 0)",
        "create type pair as (a int, b text)",
        "create table countries (code text primary key)",
        "create table users (id text primary key, name varchar(20), m mood, p positive, q pair)",
        "create table orders (user_id text references users, n int not null, note text,"
            + " primary key (user_id, n))");
    two.install("users: id", "orders: user_id");
  }

  @AfterEach
  void stop() throws SQLException {
    two.close();
  }

  @Test
  void equalTablesMayMove() throws SQLException {
    assertThat(two.objections()).isEmpty();
    assertThat(two.sourceCatalog().tables())
        .extracting(GroupTable::name)
        .containsExactly("public.users", "public.orders");
  }

  @Test
  void missingTableIsNamed() throws SQLException {
    two.shards().execute(TwoShards.TARGET, "drop table orders");
    assertThat(two.objections())
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .startsWith("target shard 1: table \"orders\" of group user is not there;"))
        .hasSize(2);
  }

  @Test
  void missingKeyColumnIsNamed() throws SQLException {
    two.both("alter table users rename column id to ident");
    assertThat(two.objections())
        .contains(
            "source shard 0: table public.users has no column \"id\", which holds the key of group"
                + " user; add the column");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "alter table users add extra int; column \"extra\" [integer] is on the target only",
        "alter table users drop name; column \"name\" [character varying(20)] is on the source only",
        "alter table users alter name type varchar(30);"
            + " column \"name\" is [character varying(20)] on the source and [character varying(30)]",
        "alter table users alter name type text collate \"POSIX\"; collate pg_catalog.\"POSIX\"]",
        "alter table users alter name set not null; [character varying(20) not null] on the target",
        "alter table orders alter n add generated always as identity;"
            + " [integer not null generated always as identity] on the target",
        "alter type mood add value 'new';"
            + " type public.mood is [enum 'sad', 'ok'] on the source and [enum 'sad', 'ok', 'new']",
        "alter domain positive add check (value < 10); type public.positive is [domain over integer",
        "alter type pair add attribute c int; type public.pair is [composite of a integer, b text]",
        "alter table users add constraint c check (name <> '');"
            + " constraint c [CHECK (((name)::text <> ''::text))] is on the target only",
        "create index i on users (name);"
            + " index i [CREATE INDEX i ON public.users USING btree (name)] is on the target only",
        "alter table orders drop constraint orders_user_id_fkey;"
            + " constraint orders_user_id_fkey [FOREIGN KEY (user_id) REFERENCES public.users(id)]",
        "create trigger t before update on users for each row"
            + " execute function suppress_redundant_updates_trigger(); trigger t [",
        "create rule r as on delete to users do also notify x; rule r [",
        "create policy p on users using (true); policy p [",
        "alter table users enable row level security; row security is [disabled] on the source",
        "alter table users set unlogged; persistence is [permanent] on the source and [unlogged]",
      })
  void differenceIsNamed(String onTarget, String reason) throws SQLException {
    if (onTarget.contains("unlogged")) {
      two.both("drop table orders");
    }
    two.shards().execute(TwoShards.TARGET, onTarget);
    assertThat(two.objections())
        .anySatisfy(objection -> assertThat(objection).contains(" differs: ").contains(reason));
  }

  @Test
  void orderOfColumnsCounts() throws SQLException {
    two.shards()
        .execute(
            TwoShards.TARGET,
            "alter table orders drop note, add note text",
            "alter table users drop name, add name varchar(20)");
    assertThat(two.objections())
        .contains(
            "table public.users differs: column number 2 is [\"name\"] on the source and [\"m\"] on"
                + " the target; make them equal")
        .noneMatch(reason -> reason.contains("public.orders"));
  }

  @Test
  void partitionsAreCompared() throws SQLException {
    two.both(
        "drop table orders",
        "create table orders (user_id text, n int, primary key (user_id, n)) partition by hash"
            + " (user_id)",
        "create table orders_0 partition of orders for values with (modulus 2, remainder 0)");
    assertThat(two.objections()).isEmpty();
    two.shards()
        .execute(
            TwoShards.SOURCE,
            "create table orders_1 partition of orders for values with (modulus 2, remainder 1)");
    two.shards().execute(TwoShards.TARGET, "alter table orders_0 add constraint c check (n > 0)");
    assertThat(two.objections())
        .anyMatch(
            reason -> reason.contains("partition public.orders_1: bound [[public.orders] FOR"))
        .anyMatch(reason -> reason.contains("partition public.orders_0: constraint c [CHECK"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oid",
        "oid[]",
        "regclass",
        "regtype",
        "xid",
        "xid8",
        "cid",
        "tid",
        "pg_lsn",
        "lo",
        "oids",
        "with_oid",
        "with_oid[]",
        "oidvector"
      })
  void valuesOfOneServerAreRefused(String type) throws SQLException {
    two.both(
        "create extension lo",
        "create domain oids as oid",
        "create type with_oid as (a int, b oid)",
        "alter table users add v " + type);
    assertThat(two.objections())
        .filteredOn(reason -> reason.contains("mean something on their own server only"))
        .isNotEmpty()
        .allMatch(reason -> reason.contains("column \"v\" of table public.users"));
  }

  @Test
  void castOfItsOwnToTextIsRefused() throws SQLException {
    two.both(
        "create function brief(pair) returns text language sql as 'select ($1).b'",
        "create cast (pair as text) with function brief(pair)");
    assertThat(two.objections())
        .hasSize(2)
        .allMatch(reason -> reason.contains("column \"q\" of table public.users travels as text"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "create view orders as select id as user_id, 1 as n from users; public.orders is a view",
        "create materialized view orders as select id as user_id from users; a materialized view",
        "create unlogged table orders (user_id text); is unlogged",
        "create table base (user_id text) partition by list (user_id)!create table orders partition"
            + " of base default; public.orders is a partition of public.base; put public.base",
        "create table base (user_id text)!create table orders () inherits (base);"
            + " ALTER TABLE public.orders NO INHERIT public.base",
        "create table orders (user_id text)!create table heir () inherits (orders);"
            + " ALTER TABLE public.heir NO INHERIT public.orders",
        "create table orders (user_id text)!alter table orders add check (user_id <> '') not valid;"
            + " ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_check",
        "create table orders (a text, user_id text generated always as (a || '') stored);"
            + " the key column \"user_id\" of table public.orders is generated",
        "create table orders (user_id text, country text references countries);"
            + " refers to public.countries, which is neither in group user nor a reference table",
        "create table orders (user_id text)!create table notes (u text references users);"
            + " of table public.notes, which is not in group user, refers to public.users",
        "create table orders (user_id text)!create trigger t before insert on orders for each row"
            + " execute function suppress_redundant_updates_trigger()!alter table orders enable"
            + " always trigger t; ALTER TABLE public.orders ENABLE TRIGGER \"t\"",
        "create table orders (user_id text)!create rule r as on insert to orders do also notify x!"
            + "alter table orders enable replica rule r; ALTER TABLE public.orders ENABLE RULE \"r\"",
      })
  void tableThatCannotMoveIsNamedOnBothSides(String tables, String reason) throws SQLException {
    two.both("drop table orders");
    two.both(tables.split("!"));
    ImmutableList<String> objections = two.objections();
    assertThat(objections)
        .anySatisfy(o -> assertThat(o).startsWith("source shard 0: ").contains(reason))
        .anySatisfy(o -> assertThat(o).startsWith("target shard 1: ").contains(reason));
  }

  @Test
  void foreignTableIsRefused() throws SQLException {
    two.both(
        "drop table orders",
        "create foreign data wrapper w",
        "create server s foreign data wrapper w",
        "create foreign table orders (user_id text) server s");
    assertThat(two.objections()).anyMatch(r -> r.contains("public.orders is a foreign table"));
  }

  @Test
  void referenceTablesMayBeReferredTo() throws SQLException {
    two.both("alter table users add country text references countries");
    assertThat(two.objections()).hasSize(2);
    assertThat(two.objections(TwoShards.reference("countries"))).isEmpty();
    assertThat(two.objections(TwoShards.reference("public.countries"))).isEmpty();
  }

  @Test
  void deferredConstraintsAndTriggersAreNoObstacleToASuperuser() throws SQLException {
    two.both(
        "alter table orders alter constraint orders_user_id_fkey deferrable initially deferred",
        "create trigger t before insert on users for each row"
            + " execute function suppress_redundant_updates_trigger()",
        "create rule r as on insert to users do also notify x",
        "alter table users enable row level security, force row level security");
    assertThat(two.objections()).isEmpty();
  }

  @Test
  void allReasonsComeAtOnce() throws SQLException {
    two.both(
        "alter table users add v oid, add email text unique",
        "create table notes (u text references users)");
    two.shards().execute(TwoShards.TARGET, "create index i on orders (note)");
    assertThat(two.objections())
        .hasSize(6)
        .anyMatch(reason -> reason.contains("type oid"))
        .anyMatch(reason -> reason.contains("public.notes"))
        .anyMatch(reason -> reason.contains("index i"))
        .anyMatch(reason -> reason.contains("users_email_key (email) of public.users omits"));
  }
}
