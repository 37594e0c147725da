package io.shardrouter.internal.sql;

import java.util.Optional;

/** What a statement is, whatever its parameters. Immutable, and kept by the statement's text. */
public sealed interface Shape {
  /**
   * A statement that reads sharded tables.
   *
   * @param keys where they are all one key's, the text goes verbatim to that key's shard
   * @param gathering what happens otherwise
   * @param proof where it can prove that the shard holds the key
   */
  record Read(Keys keys, Gathering gathering, ProofPlace proof) implements Shape {}

  /**
   * A statement that writes or locks rows of sharded tables.
   *
   * @param keys they must all be one key's
   * @param otherwise why it is refused where they are not
   * @param rows where it is an INSERT whose rows can go to several shards: these
   */
  record Write(Keys keys, Refusal otherwise, Optional<InsertedRows> rows) implements Shape {}

  /** Names no table, or reads reference tables and system catalogs alone: any one shard answers. */
  record Anywhere() implements Shape {}

  /** Touches tables of the default shard, and no sharded ones. */
  record Home() implements Shape {}

  /** Must be done alike on every shard: writes to reference tables, DDL. */
  record Everywhere(Refusal refusal) implements Shape {}

  /** SET, RESET and the like: changes the session. */
  record Setting() implements Shape {}

  /** BEGIN, COMMIT, ROLLBACK, savepoints. */
  record Transaction() implements Shape {}

  /** A hint names the key. */
  record Hinted(Keys.Constraint key) implements Shape {}

  /** A hint names the shard. */
  record OnShard(int shard) implements Shape {}

  /**
   * Mentions {@code relation}, which the catalog does not have: it does not exist, or is younger
   * than the catalog.
   */
  record Unknown(String relation) implements Shape {}

  /** Cannot be routed by its text. */
  record Refused(Refusal refusal) implements Shape {}
}
