package io.shardrouter.migrator.internal.catalog;

import static io.shardrouter.migrator.internal.catalog.TwoShards.ask;
import static io.shardrouter.migrator.internal.catalog.TwoShards.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.migrator.internal.catalog.Column.Travel;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of many types, between databases in which every user-defined type has another OID. */
class ValueTravelTest {
  private static final String[] TYPES = {
    "create schema \"Über Schema\"",
    "create extension citext",
    "create extension hstore",
    "create type mood as enum ('sad', 'ok', 'it''s \"fine\"')",
    "create type \"Über Schema\".point3 as (x float8, \"y y\" numeric(6,2), label text)",
    "create type nested as (m mood, p \"Über Schema\".point3, ms mood[])",
    "create type plain_pair as (a int, b text)",
    "create domain positive as int check (value > 0)",
    "create domain moods as mood[] check (cardinality(value) < 10)",
    "create domain code as char(4)",
    "create type float_range as range (subtype = float8)",
    "create type mood_range as range (subtype = mood)",
    "create type pair_range as range (subtype = plain_pair)",
    "create domain spans as float_range",
  };

  private static TwoShards two;

  @BeforeAll
  static void start() throws SQLException {
    two = new TwoShards();
    two.differently(TYPES);
    two.install("items: owner");
  }

  @AfterAll
  static void stop() throws SQLException {
    two.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "mood; BINARY; 'it''s \"fine\"'",
        "mood[]; TEXT; '{sad,\"it''s \\\"fine\\\"\",NULL}'",
        "\"Über Schema\".point3; TEXT; row(0.1::float8, 12.50, 'a,\"b\" ü')",
        "\"Über Schema\".point3; TEXT; row(null, null, null)",
        "\"Über Schema\".point3[]; TEXT; array[row('-0'::float8, 1, '{}')]::\"Über Schema\".point3[]",
        "nested; TEXT; row('ok', row('infinity', null, ''), '{sad,ok}')",
        "plain_pair; TEXT; row(1, null)",
        "positive; BINARY; 7",
        "positive[]; TEXT; '{1,2}'",
        "moods; TEXT; '{sad,ok}'",
        "code; BINARY; 'ab'",
        "code[]; TEXT; '{ab,\"c d\"}'",
        "float_range; BINARY; '[0.1,infinity)'",
        "float_multirange; BINARY; '{[1,2),[5,)}'",
        "float_range[]; TEXT; '{\"[1,2)\",empty}'",
        "mood_range; BINARY; '[sad,ok]'",
        "pair_range; TEXT; '[\"(1,a)\",\"(2,b)\")'",
        "spans; BINARY; '[0.1,0.2]'",
        "citext; BINARY; 'MiXed'",
        "citext[]; TEXT; '{MiXed,b}'",
        "hstore; BINARY; 'a=>1, \"b c\"=>NULL'",
        "int4range; BINARY; '[1,5)'",
        "int4multirange; BINARY; '{[1,5),[7,9)}'",
        "int4range[]; BINARY; '{\"[1,5)\"}'",
        "jsonb; BINARY; '{\"a\": [1, 2.50, null, \"ü\"]}'",
        "json; BINARY; '{\"a\" :  1, \"a\":2}'",
        "jsonpath; BINARY; '$.a[*] ? (@ > 1)'",
        "bytea; BINARY; '\\x00ff0a5c'",
        "numeric; BINARY; 'NaN'",
        "numeric; BINARY; '123456789012345678901234567890.00100'",
        "numeric; BINARY; '-Infinity'",
        "numeric(10,3); BINARY; 1.5",
        "float8; BINARY; '-0'",
        "float8; BINARY; 'Infinity'",
        "float8; BINARY; 0.1::float8 + 0.2::float8",
        "float4; BINARY; 'NaN'",
        "timestamptz; BINARY; 'infinity'",
        "timestamptz; BINARY; '2024-02-29 23:59:59.123456+05:45'",
        "timestamp(3); BINARY; '4713-01-01 00:00:00 BC'",
        "date; BINARY; '-infinity'",
        "timetz; BINARY; '24:00:00-12:30'",
        "interval; BINARY; '1 year -3 days 04:05:06.789'",
        "interval day to second(2); BINARY; '3 days 04:05:06.78'",
        "bit varying; BINARY; B'10101'",
        "bit(3); BINARY; B'101'",
        "money; BINARY; '-1234.56'::numeric::money",
        "inet; BINARY; '::ffff:1.2.3.4/120'",
        "cidr; BINARY; '10.1.0.0/16'",
        "macaddr8; BINARY; '08:00:2b:01:02:03:04:05'",
        "tsvector; BINARY; '''quo te'':1A,3 b:2'",
        "tsquery; BINARY; 'a & !(b | c:*)'",
        "point; BINARY; '(0.1,-0)'",
        "polygon; BINARY; '((0,0),(1,1),(1,0))'",
        "uuid; BINARY; '00000000-0000-4000-8000-000000000001'",
        "char(5); BINARY; 'ab'",
        "varchar(5)[]; BINARY; '{a,\"b c\",NULL}'",
        "text[]; BINARY; '[2:3][-1:0]={{a,b},{c,NULL}}'",
        "\"char\"; BINARY; 'x'",
        "name; BINARY; 'n'",
        "text collate \"C\"; BINARY; e'tab\\t line\\n back\\\\slash ü 😀'",
        "aclitem; TEXT; null",
        "int2vector; BINARY; '1 2 3'",
      })
  void valueArrivesAsItWas(String type, Travel travel, String value) throws SQLException {
    two.both(
        "drop table if exists items", "create table items (owner text, v " + type + ", other int)");
    run(two.source(), "insert into items values ('u', " + value + ", 1), ('u', null, null)");
    assertThat(two.sourceCatalog().tables().get(0).columns().get(1).travel()).isEqualTo(travel);
    assertThat(two.objections()).isEmpty();
    two.copyAndCompare();
  }

  @Test
  void typesHaveOtherOidsOnTheTarget() throws SQLException {
    String oids = "select typname, oid from pg_type where typname in ('mood', 'nested', 'citext')";
    assertThat(ask(two.target(), oids).lines())
        .hasSize(3)
        .doesNotContainAnyElementsOf(ask(two.source(), oids).lines().toList());
  }

  @Test
  void xmlArrivesAsItWas() throws SQLException {
    two.both("drop table if exists items", "create table items (owner text, v xml)");
    run(two.source(), "insert into items values ('u', null)");
    boolean built = ask(two.source(), "select xml_is_well_formed('<a/>')").equals("t\n");
    if (built) {
      run(two.source(), "insert into items values ('u', '<?xml version=\"1.0\"?><a>ü</a>')");
    }
    two.copyAndCompare();
  }
}
