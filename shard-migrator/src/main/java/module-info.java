/** Moves, recovery, rebalancing, and the command line {@code shardctl}. */
module io.shardrouter.migrator {
  requires static transitive org.jspecify;
  requires com.google.common;
  requires com.google.gson;
  requires info.picocli;
  requires io.shardrouter;
  requires org.apache.commons.csv;
  requires org.postgresql.jdbc;

  opens io.shardrouter.migrator.internal.cli to
      info.picocli;
}
