/** Routing, guarding and scattering over PostgreSQL shards behind one DataSource. */
module io.shardrouter {
  requires transitive java.sql;
  requires static transitive org.jspecify;

  exports io.shardrouter;
}
