package io.shardrouter.benchmarks.correctness;

import io.shardrouter.strategy.Md5Strategy;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.Properties;
import org.apache.shardingsphere.sharding.api.sharding.standard.PreciseShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.RangeShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.StandardShardingAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * Tells ShardingSphere where the rows of a key of any type are: by MD5 modulo, and days by their
 * month. Made by it, by its name. Thread-safe.
 */
public final class KeySharding implements StandardShardingAlgorithm<Comparable<?>> {
  /** The length of 2024-01-01. */
  private static final int ISO_DATE = 10;

  private final ThreadLocal<Md5Strategy> md5 = ThreadLocal.withInitial(Md5Strategy::new);
  private int shards = 1;
  private Type type = Type.TEXT;

  /** Of a key: so that 7, {@code '007'} and 7.0 are one number. */
  enum Type {
    TEXT,
    NUMBER,
    UUID,
    /** The key of a day is its month. */
    MONTH;

    /** Of the keys of a group of the statements' tables. */
    static Type of(String group) {
      return switch (group) {
        case "account" -> NUMBER;
        case "device" -> UUID;
        case "day" -> MONTH;
        default -> TEXT;
      };
    }
  }

  @Override
  public void init(Properties settings) {
    shards = Integer.parseInt(settings.getProperty("shards"));
    type = Type.valueOf(settings.getProperty("type"));
  }

  @Override
  public String doSharding(Collection<String> available, PreciseShardingValue<Comparable<?>> key) {
    @Nullable Comparable<?> value = key.getValue();
    if (value == null) {
      // No row has it, and any shard says so.
      return ShardingSphereRules.name(0);
    }
    return ShardingSphereRules.name(
        switch (type) {
          case TEXT -> hashed(value.toString());
          case NUMBER -> number(value.toString().strip());
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

  private int number(String key) {
    try {
      return hashed("" + new BigDecimal(key).longValueExact());
    } catch (ArithmeticException | NumberFormatException noKey) {
      // No row has it, and any shard says so.
      return 0;
    }
  }

  private int month(Comparable<?> value) {
    String text = text(value);
    try {
      LocalDate day = LocalDate.parse(text.substring(0, Math.min(text.length(), ISO_DATE)));
      return Math.floorMod(day.getYear() * 12 + day.getMonthValue() - 1, shards);
    } catch (DateTimeParseException e) {
      throw new Unread(text, e);
    }
  }

  /** A key in a form that this does not read, which is no fault of ShardingSphere's. */
  static final class Unread extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unread(String key, Throwable cause) {
      super("no date as ISO writes it: " + key, cause);
    }
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
