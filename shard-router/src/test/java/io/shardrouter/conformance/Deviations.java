package io.shardrouter.conformance;

import java.util.Map;

/** Where a caller can tell the router from the driver, and why that has to be. */
final class Deviations {
  private static final String IN_BLOCK =
      "refused with SR004: statements are guarded inside a transaction, and this one cannot run in"
          + " one; there is shardDataSource(id)";
  private static final String LATE =
      "fails at the first use and not before: a statement is prepared, and its parameters are"
          + " bound, where its shard is known";

  private static final String BY_TEXT =
      "refused with SR004, or without a warning: what a session or its transaction is like is not set"
          + " by text where there may be several shards";
  private static final String BATCH =
      "refused with SR004: each member of a batch is to belong to a key";
  private static final String IN_ONE =
      "a batch is one transaction with its guards, so that a failure undoes all of it";
  private static final String SAVEPOINT =
      "a savepoint is known by its object, not by its name, and may be on several shards";
  private static final String OPEN = "not mended yet";

  /** Reasons, by the names of the cases that see a difference. */
  static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("execute: vacuum things", IN_BLOCK),
          Map.entry("prepare: vacuum things", IN_BLOCK),
          Map.entry("execute: reindex table concurrently things", IN_BLOCK),
          Map.entry("prepare: reindex table concurrently things", IN_BLOCK),
          Map.entry("prepare: select 'open", LATE),
          Map.entry("execute: set local work_mem = '2MB'", BY_TEXT),
          Map.entry("prepare: set local work_mem = '2MB'", BY_TEXT),
          Map.entry("execute: set search_path = other, public", BY_TEXT),
          Map.entry("prepare: set search_path = other, public", BY_TEXT),
          Map.entry("execute: set constraints all deferred", BY_TEXT),
          Map.entry("prepare: set constraints all deferred", BY_TEXT),
          Map.entry("batch of texts, a query, autocommit true", BATCH),
          Map.entry("batch of texts, two statements in one, autocommit true", BATCH),
          Map.entry("batch of texts, transaction control, autocommit true", BATCH),
          Map.entry("batch of texts, a setting, autocommit true", BATCH),
          Map.entry(
              "batch of parameters, a failure late in three hundred, autocommit true", IN_ONE),
          Map.entry("batch of texts, a query, autocommit false", BATCH),
          Map.entry("batch of texts, two statements in one, autocommit false", BATCH),
          Map.entry("batch of texts, transaction control, autocommit false", BATCH),
          Map.entry("batch of texts, a setting, autocommit false", BATCH),
          Map.entry("batch with keys and a failure", IN_ONE),
          Map.entry("batch after a failed transaction", IN_ONE),
          Map.entry("keys of a prepared statement: insert into things (name) values ('new')", LATE),
          Map.entry(
              "keys of a prepared statement: insert into things (name) values ('new'), ('newer')",
              LATE),
          Map.entry(
              "keys of a prepared statement: insert into things (name) values ('new') returning name",
              LATE),
          Map.entry(
              "keys of a prepared statement: insert into things (name) values ('one') on conflict do nothing",
              LATE),
          Map.entry("keys of a prepared statement: insert into things (name) values ('one')", LATE),
          Map.entry(
              "keys of a prepared statement: insert into \"Odd Name\" values (7, 'seven')", LATE),
          Map.entry(
              "keys of a prepared statement: update things set amount = 9 where id < 3", LATE),
          Map.entry("keys of a prepared statement: delete from things where id = 4", LATE),
          Map.entry("keys of a text: select * from things where id = 1", OPEN),
          Map.entry("keys of a prepared statement: select * from things where id = 1", LATE),
          Map.entry("keys of a prepared statement: create temporary table made (id int)", LATE),
          Map.entry(
              "keys of a text: insert into things (name) values ('x'); insert into things (name) values ('y')",
              OPEN),
          Map.entry(
              "keys of a prepared statement: insert into things (name) values ('x'); insert into things (name) values ('y')",
              LATE),
          Map.entry("a constraint that fails at commit", IN_BLOCK),
          Map.entry("savepoint released", SAVEPOINT),
          Map.entry("savepoints' names", SAVEPOINT),
          Map.entry("nested savepoints", SAVEPOINT),
          Map.entry("savepoint of a transaction before", SAVEPOINT),
          Map.entry("set transaction", BY_TEXT),
          Map.entry("set session characteristics", BY_TEXT),
          Map.entry("a text that commits", IN_BLOCK),
          Map.entry("begin in a text of several", IN_BLOCK),
          Map.entry("a procedure that commits", IN_BLOCK));

  private Deviations() {}
}
