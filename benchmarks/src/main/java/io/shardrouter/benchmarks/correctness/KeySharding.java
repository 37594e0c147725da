package io.shardrouter.benchmarks.correctness;

import io.shardrouter.strategy.Md5Strategy;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Properties;
import org.apache.shardingsphere.sharding.api.sharding.standard.PreciseShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.RangeShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.StandardShardingAlgorithm;

/**
 * Tells ShardingSphere where the rows of a key of any type are: by MD5 modulo, days by their month.
 * Made by it, by its name. Thread-safe.
 */
public final class KeySharding implements StandardShardingAlgorithm<Comparable<?>> {
  private final ThreadLocal<Md5Strategy> md5 = ThreadLocal.withInitial(Md5Strategy::new);
  private int shards = 1;
  private boolean isByMonth;

  @Override
  public void init(Properties settings) {
    shards = Integer.parseInt(settings.getProperty("shards"));
    isByMonth = settings.getProperty("by").equals("month");
  }

  @Override
  public String doSharding(Collection<String> available, PreciseShardingValue<Comparable<?>> key) {
    Comparable<?> value = key.getValue();
    return ShardingSphereRules.name(
        isByMonth ? month(value) : md5.get().slot(value.toString(), shards));
  }

  @Override
  public Collection<String> doSharding(
      Collection<String> available, RangeShardingValue<Comparable<?>> range) {
    return available;
  }

  private int month(Comparable<?> value) {
    LocalDate day = LocalDate.parse(text(value).substring(0, "2024-01-01".length()));
    return Math.floorMod(day.getYear() * 12 + day.getMonthValue() - 1, shards);
  }

  private static String text(Comparable<?> value) {
    if (value instanceof Date day) {
      return day.toLocalDate().toString();
    }
    if (value instanceof Timestamp moment) {
      return moment.toInstant().toString();
    }
    if (value instanceof OffsetDateTime moment) {
      return moment.withOffsetSameInstant(ZoneOffset.UTC).toString();
    }
    return value.toString();
  }
}
