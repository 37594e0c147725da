/** Routing, guarding and scattering over PostgreSQL shards behind one DataSource. */
@SuppressWarnings("module") // io.shardrouter.migrator is compiled after this module.
module io.shardrouter {
  requires transitive java.sql;
  requires transitive org.slf4j;
  requires static micrometer.core;
  requires static transitive org.jspecify;
  requires com.google.common;
  requires com.zaxxer.hikari;
  requires org.postgresql.jdbc;
  requires org.snakeyaml.engine;

  exports io.shardrouter;
  exports io.shardrouter.strategy;
  exports io.shardrouter.internal.guard to
      io.shardrouter.migrator;
  exports io.shardrouter.internal.routing to
      io.shardrouter.migrator;

  provides java.sql.Driver with
      io.shardrouter.ShardedDriver;
}
