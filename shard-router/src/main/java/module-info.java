/** Routing, guarding and scattering over PostgreSQL shards behind one DataSource. */
module io.shardrouter {
  requires transitive java.sql;
  requires static org.jspecify;

  exports io.shardrouter;
}
