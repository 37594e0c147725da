package io.shardrouter.conformance;

import java.util.Map;

/** Where a caller can tell the router from the driver, and why that has to be. */
final class Deviations {
  private static final String IN_BLOCK =
      "refused: statements are guarded inside a transaction, and this one cannot run in one, or"
          + " would end it half-way; there is shardDataSource(id)";
  private static final String LATE =
      "fails when it is executed and not before: what is executed is known to the driver only where"
          + " its shard is known";
  private static final String IN_ONE =
      "a batch is one transaction with its guard, so that a failure undoes all of it";
  private static final String IN_CALL =
      "a call is one transaction with its guard, in which the rows of its cursors are still read";
  private static final String SAVEPOINT =
      "a savepoint is the moment when it was set, also where another one has its name";

  private static final String PHYSICAL =
      "the driver's own object would go around the guard: a connection gives it inside a transaction,"
          + " guarded, and statements do not";
  private static final String LOGICAL =
      "a setting through JDBC belongs to the logical connection, which a rollback leaves as it is";
  private static final String OUTLIVES =
      "a logical connection without a transaction outlives a physical one that broke";
  private static final String CLOSED =
      "what is closed closes what it made, and says so, as JDBC has it";
  private static final String COMPLETION =
      "result sets that a new execution ends do not complete a statement, as JDBC has it";
  private static final String FACTS = "rows of the catalog belong to no statement";

  /** Reasons, by the names of the cases that see a difference. */
  static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("execute: vacuum things", IN_BLOCK),
          Map.entry("prepare: vacuum things", IN_BLOCK),
          Map.entry("execute: reindex table concurrently things", IN_BLOCK),
          Map.entry("prepare: reindex table concurrently things", IN_BLOCK),
          Map.entry("batch of texts, transaction control, autocommit true", IN_BLOCK),
          Map.entry("batch of texts, transaction control, autocommit false", IN_BLOCK),
          Map.entry("a text that commits", IN_BLOCK),
          Map.entry("begin in a text of several", IN_BLOCK),
          Map.entry("a procedure that commits", IN_BLOCK),
          Map.entry("prepare: select 'open", LATE),
          Map.entry("batch of texts, two statements in one, autocommit true", LATE),
          Map.entry("batch of texts, two statements in one, autocommit false", LATE),
          Map.entry("a parameter that is not there", LATE),
          Map.entry("a value that its type does not take", LATE),
          Map.entry(
              "batch of parameters, a failure late in three hundred, autocommit true", IN_ONE),
          Map.entry("batch with keys and a failure", IN_ONE),
          Map.entry("call {? = call open_rows(?)}, autocommit true", IN_CALL),
          Map.entry(
              "keys by the indexes of columns",
              "refused as the driver refuses it, by a SQLSTATE at which no pool throws a connection"
                  + " away"),
          Map.entry("nested savepoints", SAVEPOINT),
          Map.entry("the driver's connection", PHYSICAL),
          Map.entry("the driver's statement", PHYSICAL),
          Map.entry("schema in a transaction", LOGICAL),
          Map.entry("network time-out that passes", OUTLIVES),
          Map.entry("a connection closes what it made", CLOSED),
          Map.entry("what is closed and answers still", CLOSED),
          Map.entry("client info of a closed connection", CLOSED),
          Map.entry("close on completion of a prepared statement", COMPLETION),
          Map.entry("the statement of rows of facts", FACTS));

  private Deviations() {}
}
