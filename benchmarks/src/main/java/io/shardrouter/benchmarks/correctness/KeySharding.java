package io.shardrouter.benchmarks.correctness;

import io.shardrouter.strategy.Md5Strategy;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import java.util.Properties;
import org.apache.shardingsphere.sharding.api.sharding.standard.PreciseShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.RangeShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.StandardShardingAlgorithm;

/**
 * Tells ShardingSphere where the rows of a key of any type are: by MD5 modulo, and days by their
 * month. Made by it, by its name. Thread-safe.
 */
public final class KeySharding implements StandardShardingAlgorithm<Comparable<?>> {
  private final ThreadLocal<Md5Strategy> md5 = ThreadLocal.withInitial(Md5Strategy::new);
  private int shards = 1;
  private Type type = Type.TEXT;

  /** Of a key: so that 7, {@code '007'} and 7.0 are one number. */
  enum Type {
    TEXT,
    NUMBER,
    UUID,
    /** The key of a day is its month. */
    MONTH
  }

  @Override
  public void init(Properties settings) {
    shards = Integer.parseInt(settings.getProperty("shards"));
    type = Type.valueOf(settings.getProperty("type"));
  }

  @Override
  public String doSharding(Collection<String> available, PreciseShardingValue<Comparable<?>> key) {
    Comparable<?> value = key.getValue();
    return ShardingSphereRules.name(
        switch (type) {
          case TEXT -> hashed(value.toString());
          case NUMBER -> hashed("" + new BigDecimal(value.toString().strip()).longValueExact());
          case UUID -> hashed(value.toString().strip().toLowerCase(Locale.ROOT));
          case MONTH -> month(value);
        });
  }

  @Override
  public Collection<String> doSharding(
      Collection<String> available, RangeShardingValue<Comparable<?>> range) {
    return available;
  }

  private int hashed(String key) {
    return md5.get().slot(key, shards);
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
