package io.shardrouter.benchmarks.measure;

import io.shardrouter.ShardConfig;
import io.shardrouter.testing.EmbeddedShards;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;

/**
 * Shards as one more database sees them through postgres_fdw. Operator classes for partitioning by
 * hash find each row where the router's strategies have put it, so that a key leads to one shard.
 * Shards are asked at once. What else PostgreSQL can do by partition stays off, as by default.
 */
public final class ForeignShards {
  /** What PostgreSQL adds to a hash before it takes the remainder: 0x49a0f4dd15e5a8e3. */
  private static final String ADDED = "5305509591434766563";

  private static final String MD5 = "('x' || substr(md5(key::text), 1, 8))::bit(32)::bigint";
  private static final String MONTH =
      "case when isfinite(key)"
          + " then extract(year from key)::bigint * 12 + extract(month from key)::bigint - 1"
          + " else 0 end";

  private ForeignShards() {}

  /** How rows are partitioned, for each type of key. */
  public enum Strategy {
    TEXT("text", MD5),
    NUMBER("bigint", MD5),
    UUID("uuid", MD5),
    MONTH("date", ForeignShards.MONTH);

    private final String type;
    private final String hash;

    Strategy(String type, String hash) {
      this.type = type;
      this.hash = hash;
    }

    /** The name of its operator class. */
    public String operators() {
      return type + "_modulo";
    }

    private String create() {
      return ("create function %1$s(key %2$s, seed bigint) returns bigint"
              + " language plpgsql immutable strict parallel safe as"
              + " $$ begin return %3$s - %4$s; end $$;"
              + " create operator class %1$s for type %2$s using hash as operator 1 =,"
              + " function 2 %1$s(%2$s, bigint)")
          .formatted(operators(), type, hash, ADDED);
    }
  }

  /** Tells the one database of {@code coordinator} of all {@code shards}. */
  public static void introduce(EmbeddedShards coordinator, List<ShardConfig> shards)
      throws SQLException {
    coordinator.execute(0, "create extension postgres_fdw");
    for (Strategy strategy : Strategy.values()) {
      coordinator.execute(0, strategy.create());
    }
    for (ShardConfig shard : shards) {
      URI url = URI.create(shard.url().substring("jdbc:".length()));
      coordinator.execute(
          0,
          ("create server shard_%d foreign data wrapper postgres_fdw options (host '%s', port '%d',"
                  + " dbname '%s', sslmode 'disable', async_capable 'true')")
              .formatted(shard.id(), url.getHost(), url.getPort(), url.getPath().substring(1)),
          "create user mapping for current_user server shard_%d options (user '%s', password '%s')"
              .formatted(
                  shard.id(), quoted(shard.username()), quoted(shard.password().password())));
    }
  }

  /**
   * What makes one of so many partitions, of the shard with that number.
   *
   * @param name of the partition
   * @param of what is partitioned
   * @param options of the foreign table, such as {@code table_name 'users'}
   */
  public static String partition(String name, String of, int shard, int count, String options) {
    return ("create foreign table %s partition of %s for values with (modulus %d, remainder %d)"
            + " server shard_%4$d options (%s)")
        .formatted(name, of, count, shard, options);
  }

  /** As between quotes in SQL. */
  public static String quoted(String value) {
    return value.replace("'", "''");
  }
}
