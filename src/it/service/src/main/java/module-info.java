/** A service as a user of the library would write one. */
module io.shardrouter.it {
  requires io.shardrouter;
  requires static org.jspecify;
}
