package io.shardrouter.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1 | PIPELINED",
        "  /* c */ -- c | UNGUARDED",
        "'' | UNGUARDED",
        "; ; | UNGUARDED",
        "select 1; | PIPELINED",
        "select '; commit;' | PIPELINED",
        "select $x$ ; commit; $x$ | PIPELINED",
        "select \"a;b\" from t /* ; */ -- ; | PIPELINED",
        "(select 1) union (select 2) | PIPELINED",
        "with x as (select 1) insert into t select * from x | PIPELINED",
        "values (1) | PIPELINED",
        "merge into t using s on true when matched then delete | PIPELINED",
        "explain analyze select 1 | PIPELINED",
        "savepoint s | PIPELINED",
        "release s | PIPELINED",
        "select 1; select 2 | BLOCK",
        "call p() | BLOCK",
        "/* c */ do $$ begin commit; end $$ | BLOCK",
        "copy t from '/f' | BLOCK",
        "set x = 1 | UNGUARDED",
        "set transaction isolation level serializable | UNGUARDED",
        "show x | UNGUARDED",
        "listen x | UNGUARDED",
        "begin | UNGUARDED",
        "START TRANSACTION | UNGUARDED",
        "prepare transaction 'x' | UNGUARDED",
        "prepare p as select 1 | PIPELINED",
        "vacuum | REFUSED",
        "reindex (verbose) database concurrently d | REFUSED",
        "create unique index concurrently i on t (a) | REFUSED",
        "create index concurrently_named on t (a) | PIPELINED",
        "alter table t detach partition p concurrently | REFUSED",
        "drop database d | REFUSED",
        "create table database (id int) | PIPELINED",
        "cluster | REFUSED",
        "cluster t | PIPELINED",
        "refresh materialized view concurrently v | PIPELINED",
        "select 1; commit | REFUSED",
        "select 1; vacuum | REFUSED",
        "create function f() returns int begin atomic select 1; select 2; end | PIPELINED",
      })
  void conductFollowsTheFirstWords(String sql, Conduct conduct) throws SQLException {
    assertThat(StatementText.scan(sql, true).conduct()).isEqualTo(conduct);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set x = 1",
        "set session x = 1",
        "reset all",
        "listen x",
        "prepare p as select 1",
        "create temp table t (id int)",
        "create temporary view v as select 1",
        "create or replace temp view v as select 1",
        "create table pg_temp.t (id int)",
        "select 1 as id into temporary t",
        "select set_config('x', 'y', false)",
        "select pg_advisory_lock(1)",
        "declare c cursor with hold for select 1",
        "select 1; set x = 1",
        "load 'x'",
        "discard all"
      })
  void whatStaysInTheSessionIsNoticed(String sql) throws SQLException {
    assertThat(StatementText.scan(sql, true).leavesState()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "set local x = 1",
        "set constraints all deferred",
        "select temp from metrics",
        "create temp table t (id int) on commit drop",
        "show x",
        "insert into t values (1)",
        "commit",
        "call p()"
      })
  void whatLeavesNothingIsNotMistaken(String sql) throws SQLException {
    assertThat(StatementText.scan(sql, true).leavesState()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin",
        "commit",
        "end",
        "rollback",
        "abort",
        "rollback to s",
        "commit and chain",
        "start transaction",
        "prepare transaction 'x'",
        "/* c */ COMMIT"
      })
  void transactionControlEndsGuards(String sql) throws SQLException {
    assertThat(StatementText.scan(sql, true).endsGuards()).isTrue();
  }
}
