/** Moves, recovery, rebalancing, and the command line {@code shardctl}. */
module io.shardrouter.migrator {
  requires transitive io.shardrouter;
  requires static micrometer.core;
  requires static transitive org.jspecify;
  requires com.google.common;
  requires com.google.gson;
  requires com.zaxxer.hikari;
  requires dev.failsafe.core;
  requires info.picocli;
  requires org.apache.commons.csv;
  requires org.postgresql.jdbc;
  requires org.slf4j;

  exports io.shardrouter.migrator;

  opens io.shardrouter.migrator.internal.cli to
      info.picocli;
}
