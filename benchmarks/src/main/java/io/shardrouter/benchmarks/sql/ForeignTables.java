package io.shardrouter.benchmarks.sql;

import io.shardrouter.testing.EmbeddedShards;
import java.net.URI;
import java.sql.SQLException;

/**
 * The peer that is part of PostgreSQL: a database whose tables are partitioned, and whose
 * partitions are tables of the shards. An operator class for partitioning by hash finds each row
 * where MD5 modulo has put it, so that a key leads to one shard. Shards are asked at once. What
 * else PostgreSQL can do by partition stays off, as by default: aggregates of each partition would
 * keep the shards from being asked at once, and no workload here joins whole tables.
 */
final class ForeignTables {
  /** What PostgreSQL adds to a hash before it takes the remainder: 0x49a0f4dd15e5a8e3. */
  private static final String ADDED = "5305509591434766563";

  private static final String[] TABLES = {
    "create extension postgres_fdw",
    "create function md5_modulo(key text, seed bigint) returns bigint"
        + " language plpgsql immutable strict parallel safe as"
        + " $$ begin return ('x' || substr(md5(key), 1, 8))::bit(32)::bigint - "
        + ADDED
        + "; end $$",
    "create operator class md5_modulo for type text using hash as operator 1 =,"
        + " function 2 md5_modulo(text, bigint)",
    "create table users (id text not null, name text not null, balance bigint not null,"
        + " plan integer not null, joined bigint not null) partition by hash (id md5_modulo)",
    "create table consciousness_states (user_id text not null, id bigint not null,"
        + " state text not null) partition by hash (user_id md5_modulo)"
  };

  private ForeignTables() {}

  /** Makes them in the one database of {@code coordinator}. */
  static void create(EmbeddedShards coordinator, Access shards) throws SQLException {
    coordinator.execute(0, TABLES);
    int count = shards.urls().size();
    for (int shard = 0; shard < count; shard++) {
      URI url = URI.create(shards.urls().get(shard).substring("jdbc:".length()));
      coordinator.execute(
          0,
          ("create server shard_%d foreign data wrapper postgres_fdw options (host '%s', port '%d',"
                  + " dbname '%s', sslmode 'disable', async_capable 'true')")
              .formatted(shard, url.getHost(), url.getPort(), url.getPath().substring(1)),
          "create user mapping for current_user server shard_%d options (user '%s', password '%s')"
              .formatted(shard, quoted(shards.username()), quoted(shards.password())),
          // Fewer round trips than by default, and not much that a LIMIT leaves unread.
          partition("users", shard, count, 300),
          partition("consciousness_states", shard, count, 1_000));
    }
    // Without statistics of its own it would ask the shards for estimates at each planning.
    coordinator.execute(0, "analyze");
  }

  private static String partition(String table, int shard, int count, int fetchSize) {
    return ("create foreign table %s_%d partition of %1$s for values with"
            + " (modulus %d, remainder %2$d) server shard_%2$d"
            + " options (table_name '%1$s', fetch_size '%d')")
        .formatted(table, shard, count, fetchSize);
  }

  private static String quoted(String value) {
    return value.replace("'", "''");
  }
}
