package io.shardrouter.migrator.internal.catalog;

import static io.shardrouter.migrator.internal.catalog.TwoShards.ask;
import static io.shardrouter.migrator.internal.catalog.TwoShards.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Foreign keys: the order they give, and what they refer to. */
class ReferencesTest {
  private TwoShards two;

  @BeforeEach
  void start() throws SQLException {
    two = new TwoShards();
  }

  @AfterEach
  void stop() throws SQLException {
    two.close();
  }

  @Test
  void parentsComeFirst() throws SQLException {
    two.both(
        "create table z_users (id text primary key, boss text references z_users)",
        "create table m_orders (u text references z_users, n int, primary key (u, n))"
            + " partition by hash (u)",
        "create table m_orders_0 partition of m_orders for values with (modulus 1, remainder 0)",
        "create table a_lines (u text, n int, foreign key (u, n) references m_orders)",
        "create table b_alone (u text)");
    two.install("a_lines: u", "b_alone: u", "m_orders: u", "z_users: id");
    GroupCatalog catalog = two.sourceCatalog();
    assertThat(catalog.tables())
        .extracting(GroupTable::name)
        .containsExactly("public.b_alone", "public.z_users", "public.m_orders", "public.a_lines");
    assertThat(catalog.hasCycle()).isFalse();
    assertThat(two.objections()).isEmpty();
  }

  @Test
  void cycleIsReported() throws SQLException {
    two.both(
        "create table users (id text primary key, last int)",
        "create table orders (u text references users, n int, primary key (u, n))",
        "alter table users add foreign key (id, last) references orders");
    two.install("users: id", "orders: u");
    GroupCatalog catalog = two.sourceCatalog();
    assertThat(catalog.hasCycle()).isTrue();
    assertThat(catalog.tables())
        .extracting(GroupTable::name)
        .containsExactly("public.orders", "public.users");
    assertThat(two.objections()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "simple; 'a', 1; false",
        "simple; 'a', 2; true",
        "simple; 'A', 1; false",
        "simple; null, 2; false",
        "simple; null, null; false",
        "full; 'a', 1; false",
        "full; 'b', 1; true",
        "full; null, null; false",
      })
  void missingReferencedRowIsFound(String match, String values, boolean missing)
      throws SQLException {
    two.differently("create extension citext");
    two.both(
        "create table places (c citext, n int, primary key (c, n))",
        "create table items (owner text, c citext, n int, m int generated always as (n) stored,"
            + " foreign key (c, m) references places match "
            + match
            + ")");
    two.install("items: owner");
    run(two.source(), "insert into places values ('a', 1), ('a', 2), ('b', 1)");
    run(two.target(), "insert into places values ('a', 1)");
    run(two.source(), "insert into items values ('u', " + values + ")");
    GroupCatalog catalog = two.targetCatalog();
    GroupTable table = catalog.tables().get(0);
    two.stage(table);
    two.copy(table, "");
    ReferenceCheck check = table.referenceChecks("staged", catalog).get(0);
    assertThat(check.constraintName()).isEqualTo("items_c_m_fkey");
    assertThat(ask(two.target(), check.sql())).isEqualTo(missing ? "1\n" : "");
  }

  @Test
  void rowsOfDifferentKeysThatReferToEachOtherAreFound() throws SQLException {
    two.both(
        "create table users (id text primary key)",
        "create table orders (u text references users, id int unique)",
        "create table notes (u text references users, o int references orders (id))");
    two.install("users: id", "orders: u", "notes: u");
    two.both("insert into users values ('a'), ('b')", "insert into orders values ('a', 1)");
    run(two.source(), "insert into notes values ('a', 1), ('b', null), (null, null)");
    GroupCatalog catalog = two.targetCatalog();
    assertThat(catalog.looseReferences()).hasSize(1);
    LooseReference loose = catalog.looseReferences().get(0);
    assertThat(loose.key().name()).isEqualTo("notes_o_fkey");
    String left = loose.leftBehind("u = 'a'", "u = 'a'").sql();
    assertThat(ask(two.source(), left)).isEmpty();
    run(two.source(), "insert into notes values ('b', 1)");
    assertThat(ask(two.source(), left)).isEqualTo("1\n");

    run(two.target(), "create table staged_notes (u text, o int)");
    run(two.target(), "create table staged_orders (u text, id int)");
    run(two.target(), "insert into staged_notes values ('b', 1), ('b', null)");
    String staged = loose.staged("staged_notes", "staged_orders").sql();
    assertThat(ask(two.target(), staged)).isEqualTo("1\n");
    run(two.target(), "insert into staged_orders values ('a', 1)");
    assertThat(ask(two.target(), staged)).isEmpty();
  }

  @Test
  void searchPathFindsTablesWithoutASchema() throws SQLException {
    two.both("create schema app", "create table app.users (id text primary key)");
    two.install("users: id");
    assertThat(two.sourceCatalog().missing()).containsExactly("\"users\"");
    run(two.source(), "set search_path = app, public");
    run(two.target(), "set search_path = app");
    assertThat(two.objections()).isEmpty();
    assertThat(two.sourceCatalog().tables().get(0).name()).isEqualTo("app.users");
    assertThat(ask(two.source(), "show search_path")).isEqualTo("app, public\n");
  }
}
