package io.shardrouter.conformance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Texts of every kind, run in every way, with their results and counts. */
final class StatementCases {
  private static final List<String> TEXTS =
      List.of(
          "select id, name from things order by id",
          "select 1 where false",
          "select",
          "table things",
          "values (1, 'a'), (2, 'b')",
          "with t as (select id from things) select count(*) from t",
          "with gone as (delete from parts returning no) select * from gone order by no",
          "insert into things (name) values ('six')",
          "insert into things (name) values ('six') returning id, name",
          "insert into things (name) values ('one') on conflict (name) do update set amount = 9",
          "insert into things (name) values ('one') on conflict do nothing",
          "update things set amount = amount + 1 where flag",
          "update things set amount = 0 where false",
          "update things set amount = 7 where id = 2 returning *",
          "delete from parts",
          "delete from things where id = 5 returning name",
          "merge into things t using (values (1)) v(id) on t.id = v.id when matched then"
              + " update set amount = 8",
          "truncate parts",
          "create table made (id int)",
          "create temporary table made (id int)",
          "create table made as select * from things",
          "select * into made from things",
          "create index made_index on things (amount)",
          "comment on table things is 'things'",
          "grant select on things to public",
          "lock table things",
          "analyze things",
          "explain (costs off) select * from things where id = 1",
          "do $$ begin perform 1; end $$",
          "call add_thing('called')",
          "set application_name = 'x'",
          "set local work_mem = '2MB'",
          "show application_name",
          "reset application_name",
          "select set_config('application_name', 'y', false)",
          "set search_path = other, public",
          "set constraints all deferred",
          "declare a_cursor cursor for select 1",
          "declare a_cursor cursor with hold for select 1",
          "prepare a_plan as select 1",
          "execute a_plan",
          "deallocate all",
          "discard plans",
          "listen a_channel",
          "unlisten *",
          "notify a_channel, 'x'",
          "begin",
          "commit",
          "rollback",
          "savepoint s",
          "release s",
          "start transaction read only",
          "checkpoint",
          "",
          " ",
          ";",
          "-- nothing",
          "/* nothing */",
          "/* a */ select 1 /* b */ -- c",
          "select 1;",
          "select 1; ;",
          "select 'it''s; ?', $$a;b?$$, \"Id\" from \"Odd Name\" -- ;?",
          "select E'a\\'b', U&'d\\0061t', B'101', X'1F'",
          "selec 1",
          "select 'open",
          "select nothing from things",
          "select * from no_table",
          "select no_function(1)",
          "select 1/0",
          "insert into things (id) values (1)",
          "insert into things (amount) values (null)",
          "insert into parts values (99, 1, 'x')",
          "insert into every_type (id, c_domain) values (9, 'too long')",
          "select fails()",
          "select 'x'::int",
          "select '{'::jsonb",
          "vacuum things",
          "reindex table concurrently things");

  private StatementCases() {}

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (String text : TEXTS) {
      cases.add(new Case("execute: " + text, (c, seen) -> executed(c, text, seen)));
      cases.add(new Case("prepare: " + text, (c, seen) -> prepared(c, text, seen)));
    }
    for (String text : TEXTS.subList(0, 14)) {
      cases.add(new Case("by the wrong method: " + text, (c, seen) -> byAllMethods(c, text, seen)));
    }
    return cases;
  }

  private static void executed(Connection c, String text, Observation seen) throws SQLException {
    try (Statement s = c.createStatement()) {
      seen.act(
          "execution",
          () -> {
            boolean first = s.execute(text);
            seen.see("first", () -> first);
            seen.results(s, first);
          });
      seen.see("warnings", s::getWarnings);
      seen.see("autocommit", c::getAutoCommit);
      seen.query(s, "select current_setting('application_name'), current_schema");
    } finally {
      cleanUp(c);
    }
  }

  private static void cleanUp(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      // What a case made is not to be there for the next; a transaction may be open by text.
      s.execute("rollback");
      s.execute("drop table if exists made");
      s.execute("drop index if exists made_index");
    }
  }

  private static void prepared(Connection c, String text, Observation seen) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(text)) {
      seen.act("columns before", () -> seen.columns(s.getMetaData()));
      seen.act("parameters before", () -> seen.parameters(s.getParameterMetaData()));
      seen.act("execution", () -> seen.results(s, s.execute()));
      seen.act("columns after", () -> seen.columns(s.getMetaData()));
      seen.act("again", () -> seen.results(s, s.execute()));
      seen.see("warnings", s::getWarnings);
    } finally {
      cleanUp(c);
    }
  }

  private static void byAllMethods(Connection c, String text, Observation seen)
      throws SQLException {
    c.setAutoCommit(false);
    try (Statement s = c.createStatement();
        PreparedStatement p = c.prepareStatement(text)) {
      seen.see("query", () -> s.executeQuery(text));
      c.rollback();
      seen.see("update", () -> s.executeUpdate(text));
      c.rollback();
      seen.see("large update", () -> s.executeLargeUpdate(text));
      c.rollback();
      seen.see("prepared query", p::executeQuery);
      c.rollback();
      seen.see("prepared update", p::executeUpdate);
      c.rollback();
      seen.see("prepared large update", p::executeLargeUpdate);
      c.rollback();
      seen.see("text on a prepared one", () -> p.executeQuery(text));
      seen.see("update by text on a prepared one", () -> p.executeUpdate(text));
      seen.see("batch by text on a prepared one", () -> p.execute(text));
    }
  }
}
