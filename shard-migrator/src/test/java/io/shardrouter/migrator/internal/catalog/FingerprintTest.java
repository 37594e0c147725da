package io.shardrouter.migrator.internal.catalog;

import static io.shardrouter.migrator.internal.catalog.TwoShards.ask;
import static io.shardrouter.migrator.internal.catalog.TwoShards.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a change of a group's tables. */
class FingerprintTest {
  private static TwoShards two;

  @BeforeAll
  static void start() throws SQLException {
    two = new TwoShards();
    two.both(
        "create type mood as enum ('sad')",
        "create table users (id text primary key, n serial, m mood) partition by hash (id)",
        "create table users_0 partition of users for values with (modulus 2, remainder 0)",
        "create table users_2 (id text not null, n int not null default 1, m mood)",
        "create table notes (u text)");
    two.install("users: id");
  }

  @AfterAll
  static void stop() throws SQLException {
    two.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table users add c int",
        "alter table users drop n",
        "alter table users alter m set not null",
        "alter table users rename m to mm",
        "alter table users add check (n > 0)",
        "alter table users_0 add check (n > 0)",
        "create index on users (n)",
        "create unique index on users_0 (n)",
        "create trigger t before insert on users for each row"
            + " execute function suppress_redundant_updates_trigger()",
        "create trigger t before insert on users_0 for each row"
            + " execute function suppress_redundant_updates_trigger()",
        "create rule r as on insert to users do also notify x",
        "create policy p on users using (true)",
        "alter table users enable row level security",
        "alter table users attach partition users_2 for values with (modulus 2, remainder 1)",
        "create table users_1 partition of users for values with (modulus 2, remainder 1)",
        "alter table users detach partition users_0",
        "alter type mood add value 'ok'",
        "alter table notes add foreign key (u) references users",
        "alter sequence users_n_seq increment 1024",
        "alter table users alter n drop default",
        "drop table users",
        "delete from shard_router.group_table",
      })
  void everyChangeOfTheDefinitionChangesIt(String change) throws SQLException {
    Connection source = two.source();
    String before = two.sourceCatalog().fingerprint();
    String stamp = CatalogStamp.of(source, "user");
    source.setAutoCommit(false);
    try {
      run(source, change);
      assertThat(two.sourceCatalog().fingerprint()).isNotEqualTo(before);
      assertThat(CatalogStamp.of(source, "user")).isNotEqualTo(stamp);
    } finally {
      source.rollback();
      source.setAutoCommit(true);
    }
    assertThat(two.sourceCatalog().fingerprint()).isEqualTo(before);
  }

  @Test
  void whatMovesAndMaintenanceDoChangesNoStamp() throws SQLException {
    String before = CatalogStamp.of(two.source(), "user");
    run(two.source(), "create table shard_stage.\"staged\" (id text, m mood)");
    run(two.source(), "insert into users values ('u', 1, 'sad')");
    run(two.source(), "select setval('users_n_seq', 5000)");
    run(two.source(), "alter sequence users_n_seq cache 1");
    run(two.source(), "delete from users");
    run(two.source(), "vacuum analyze users");
    run(two.source(), "drop table shard_stage.\"staged\"");
    assertThat(CatalogStamp.of(two.source(), "user")).isEqualTo(before);
  }

  @Test
  void aKnownCatalogIsReadAgainOnceItsTablesChanged() throws SQLException {
    KnownCatalogs known = new KnownCatalogs();
    GroupCatalog first = known.read(two.source(), TwoShards.SOURCE, "user");
    assertThat(known.read(two.source(), TwoShards.SOURCE, "user")).isSameAs(first);

    run(two.source(), "alter table users add later int");
    GroupCatalog second = known.read(two.source(), TwoShards.SOURCE, "user");
    run(two.source(), "alter table users drop later");

    assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void rowsAndSettingsDoNotChangeIt() throws SQLException {
    run(two.source(), "insert into users_2 values ('u', 1, 'sad')");
    String before = two.sourceCatalog().fingerprint();
    run(two.source(), "delete from users_2");
    try (Connection other = two.shards().connect(TwoShards.SOURCE)) {
      other.setAutoCommit(false);
      run(other, "create table other_table (a int)");
      run(other, "set search_path = public, pg_catalog");
      run(other, "set quote_all_identifiers = on");
      run(other, "set datestyle = 'ISO, DMY'");
      assertThat(GroupCatalog.read(other, "user").fingerprint()).isEqualTo(before);
      assertThat(ask(other, "show datestyle")).isEqualTo("ISO, DMY\n");
      assertThat(ask(other, "show search_path")).isEqualTo("public, pg_catalog\n");
      other.rollback();
    }
  }
}
