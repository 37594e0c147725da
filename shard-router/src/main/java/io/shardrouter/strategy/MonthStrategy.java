package io.shardrouter.strategy;

import io.shardrouter.KeyType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** The month of a date, {@code YYYY-MM}: slot (year·12 + (month−1)) modulo the number of slots. */
public final class MonthStrategy implements ShardingStrategy {
  /** The strategy; it has no settings. */
  public MonthStrategy() {}

  @Override
  public Set<KeyType> keyTypes() {
    return Set.of(KeyType.DATE, KeyType.TIMESTAMPTZ);
  }

  @Override
  public String canonicalKey(Object value, ZoneId zone) {
    LocalDate date =
        value instanceof Instant instant ? LocalDate.ofInstant(instant, zone) : (LocalDate) value;
    return YearMonth.from(date).toString();
  }

  @Override
  public int slot(String key, int slots) {
    YearMonth month = YearMonth.parse(key);
    return Math.floorMod(month.getYear() * 12L + month.getMonthValue() - 1, slots);
  }

  @Override
  public Optional<String> slotExpression(String key, int slots) {
    return Optional.of(
        "((split_part("
            + key
            + ", '-', 1)::integer * 12 + split_part("
            + key
            + ", '-', 2)::integer - 1) % "
            + slots
            + ")");
  }
}
