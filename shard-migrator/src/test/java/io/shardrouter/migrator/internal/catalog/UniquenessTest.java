package io.shardrouter.migrator.internal.catalog;

import static io.shardrouter.migrator.internal.catalog.TwoShards.ask;
import static io.shardrouter.migrator.internal.catalog.TwoShards.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.SQLException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that omit the key: when they are refused, and how collisions are found where not. */
class UniquenessTest {
  private TwoShards two;

  @BeforeEach
  void start() throws SQLException {
    two = new TwoShards();
    two.both("create extension citext", "create extension btree_gist");
  }

  @AfterEach
  void stop() throws SQLException {
    two.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "primary key (n)",
        "unique (n, v)",
        "unique (n) include (owner)",
        "exclude using gist (owner with <>, n with =)",
        "exclude using gist (r with &&)"
      })
  void ruleWithoutTheKeyIsRefusedOnce(String rule) throws SQLException {
    two.both("create table items (owner text, n int, v text, r int4range, " + rule + ")");
    two.install("items: owner");
    assertThat(two.objections())
        .singleElement()
        .asString()
        .contains("of public.items omits the key column \"owner\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "primary key (owner, n)",
        "unique (n, owner)",
        "exclude using gist (owner with =, r with &&)",
        "check (n > 0)"
      })
  void ruleWithTheKeyIsNot(String rule) throws SQLException {
    two.both("create table items (owner text, n int, v text, r int4range, " + rule + ")");
    two.install("items: owner");
    assertThat(two.objections()).isEmpty();
    assertThat(two.targetCatalog().tables().get(0).collisionChecks("staged")).isEmpty();
  }

  @Test
  void uniqueIndexOnAnExpressionOfTheKeyIsRefused() throws SQLException {
    two.both("create table items (owner text)", "create unique index i on items (lower(owner))");
    two.install("items: owner");
    assertThat(two.objections()).singleElement().asString().contains("i (lower(owner))");
  }

  @Test
  void columnDeclaredGloballyUniqueMakesItGood() throws SQLException {
    two.both("create table items (owner text, email text unique, n int, unique (email, n))");
    two.install("items: owner");
    assertThat(two.objections()).hasSize(2);
    assertThat(two.objections(TwoShards.unique("items", "email"))).isEmpty();
    assertThat(two.objections(TwoShards.unique("items", "n"))).hasSize(1);
  }

  @Test
  void sequencesDisjointOnBothSidesMakeItGood() throws SQLException {
    two.both(
        "create table items (owner text, id bigint generated always as identity primary key)",
        "create table notes (owner text, item bigint references items unique)");
    two.install("items: owner", "notes: owner");
    assertThat(two.objections()).hasSize(2);
    String disjoint =
        "alter table items alter id set increment 1024 set start %1$d restart with %1$d";
    two.shards().execute(TwoShards.SOURCE, disjoint.formatted(1));
    assertThat(two.objections()).hasSize(2);
    two.shards().execute(TwoShards.TARGET, disjoint.formatted(1));
    assertThat(two.objections()).hasSize(2);
    two.shards().execute(TwoShards.TARGET, disjoint.formatted(2));
    assertThat(two.objections()).isEmpty();
    two.both("insert into items (owner) values ('a'), ('b')");
    assertThat(two.objections()).isEmpty();
    run(two.target(), "select setval('items_id_seq', 7)");
    assertThat(two.objections()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "unique (v); 'x', 1; 'x', 2; 'y', 1",
        "unique (v, n); 'x', 1; 'x', 1; 'x', 2",
        "unique (v); null, 1; ; null, 1",
        "unique nulls not distinct (v, n); null, 1; null, 1; null, 2",
        "unique (c); 'x', 1; 'X', 2; 'y', 1",
        "unique (twice); 'x', 1; 'y', 1; 'x', 2",
        "exclude using gist (r with &&); 'x', 1; 'y', 2; 'x', 9",
        "exclude (v with =) where (n > 5); 'x', 6; 'x', 7; 'x', 1",
        "unique (ms); 'x', 1; 'x', 5; 'y', 5",
      })
  void collisionIsFound(String rule, String there, String colliding, String other)
      throws SQLException {
    assumeThat(rule.contains("nulls not distinct") && two.version() < 15).isFalse();
    two.differently("create type mood as enum ('x', 'y')");
    two.both(
        "create table items (owner text, v text, n int, c citext generated always as (v::citext)"
            + " stored, twice int generated always as (n * 2) stored, r int4range generated always"
            + " as (int4range(n, n + 3)) stored, ms mood[], "
            + rule
            + ")");
    collision(there, colliding, other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "(lower(v)); 'x', 1; 'X', 2; 'y', 1",
        "(v) where n > 5 and v <> 'z'; 'x', 6; 'x', 7; 'x', 1",
        "(coalesce(v, 'none'), (n % 2)); null, 1; null, 3; null, 2",
        "((v collate \"POSIX\") desc nulls last); 'x', 1; 'x', 2; 'X', 2"
      })
  void collisionOnAnIndexIsFound(String index, String there, String colliding, String other)
      throws SQLException {
    two.differently("create type mood as enum ('x', 'y')");
    two.both(
        "create table items (owner text, v text, n int, ms mood[])",
        "create unique index \"The Index\" on items " + index);
    collision(there, colliding, other);
  }

  @Test
  void indexOnAFunctionOutsideTheSearchPathIsChecked() throws SQLException {
    two.differently("create type mood as enum ('x', 'y')");
    two.both(
        "create schema hidden",
        "create function hidden.norm(text) returns text immutable language sql as 'select upper($1)'",
        "create operator hidden.=== (function = texteq, leftarg = text, rightarg = text)",
        "create table items (owner text, v text, n int, ms mood[])",
        "create unique index on items (hidden.norm(v)) where v operator(hidden.===) v");
    collision("'x', 1", "'X', 2", "'y', 1");
  }

  @Test
  void collisionInOnePartitionIsFoundThere() throws SQLException {
    two.differently("create type mood as enum ('x', 'y')");
    two.both(
        "create table items (owner text, v text, n int, ms mood[]) partition by hash (owner)",
        "create table items_0 partition of items for values with (modulus 2, remainder 0)",
        "create table items_1 partition of items for values with (modulus 2, remainder 1)",
        "create unique index on items_0 (v)",
        "create unique index on items_1 (v)");
    two.install("items: owner");
    String zero = ownerIn("items_0");
    String one = ownerIn("items_1");
    run(two.target(), "insert into items values ('" + zero + "', 'x', 1)");
    assertThat(collisions("('" + zero + "', 'x', 1, null)")).isNotEmpty();
    assertThat(collisions("('" + one + "', 'x', 1, null)")).isEmpty();
  }

  private String ownerIn(String partition) throws SQLException {
    run(two.target(), "insert into items select 'u' || i from generate_series(1, 20) i");
    String owner = ask(two.target(), "select min(owner) from " + partition).strip();
    run(two.target(), "delete from items");
    return owner;
  }

  /** Each case is a row's v and n; an empty colliding one: nothing collides. */
  private void collision(String there, String colliding, String other) throws SQLException {
    two.install("items: owner");
    run(two.target(), "insert into items (owner, v, n, ms) values " + row("t", there));
    assertThat(collisions(row("s", other))).isEmpty();
    if (colliding != null) {
      assertThat(collisions(row("s", colliding))).isNotEmpty();
    }
  }

  private static String row(String owner, String values) {
    String mood = values.substring(0, values.indexOf(','));
    return "('%1$s', %2$s, array[lower(%3$s)]::mood[])".formatted(owner, values, mood);
  }

  /** What the checks find for a row that comes from the source. */
  private String collisions(String row) throws SQLException {
    run(two.source(), "truncate items");
    run(two.source(), "insert into items (owner, v, n, ms) values " + row);
    GroupTable table = two.targetCatalog().tables().get(0);
    two.stage(table);
    two.copy(two.sourceCatalog().tables().get(0), "");
    assertThat(table.collisionChecks("staged")).isNotEmpty();
    StringBuilder found = new StringBuilder();
    for (CollisionCheck check : table.collisionChecks("staged")) {
      found.append(
          ask(two.target(), check.sql())
              .lines()
              .map(line -> check.constraintName())
              .collect(Collectors.joining()));
    }
    return found.toString();
  }
}
