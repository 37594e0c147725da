package io.shardrouter.benchmarks.sql;

import io.shardrouter.benchmarks.measure.Modulo;
import java.util.Collection;
import java.util.Properties;
import org.apache.shardingsphere.sharding.api.sharding.standard.PreciseShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.RangeShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.StandardShardingAlgorithm;

/** Tells ShardingSphere where {@link Modulo} puts a key; made by it, by its name. Thread-safe. */
public final class Md5Sharding implements StandardShardingAlgorithm<String> {
  private final ThreadLocal<Modulo> modulo = ThreadLocal.withInitial(Modulo::new);
  private String[] names = {};

  @Override
  public void init(Properties settings) {
    int shards = Integer.parseInt(settings.getProperty("shards"));
    names = new String[shards];
    for (int shard = 0; shard < shards; shard++) {
      names[shard] = ShardingSphere.name(shard);
    }
  }

  @Override
  public String doSharding(Collection<String> available, PreciseShardingValue<String> key) {
    return names[modulo.get().shard(key.getValue(), names.length)];
  }

  @Override
  public Collection<String> doSharding(
      Collection<String> available, RangeShardingValue<String> range) {
    return available;
  }
}
