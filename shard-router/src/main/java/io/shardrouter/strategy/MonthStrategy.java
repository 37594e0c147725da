package io.shardrouter.strategy;

import io.shardrouter.KeyType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code month}: the key is the month, {@code YYYY-MM} in years 1 to 9999; the slot is {@code (year
 * * 12 + (month - 1)) mod slots}. Instants are put on the calendar of the group's zone. It also
 * takes a {@link YearMonth}, or the text of a month.
 */
public final class MonthStrategy implements ShardingStrategy {
  private static final int LENGTH = "YYYY-MM".length();

  /** More months than these are on all shards, and are not told one by one. */
  private static final int MANY = 1_200;

  /** One without state: all are alike. */
  public MonthStrategy() {}

  @Override
  public Set<KeyType> keyTypes() {
    return EnumSet.of(KeyType.DATE, KeyType.TIMESTAMPTZ);
  }

  @Override
  public String canonicalKey(Object value, ZoneId zone) {
    LocalDate date =
        value instanceof Instant instant ? LocalDate.ofInstant(instant, zone) : (LocalDate) value;
    return text(date.getYear(), date.getMonthValue());
  }

  @Override
  public Optional<String> ownKey(Object value) {
    if (value instanceof YearMonth month) {
      return Optional.of(text(month.getYear(), month.getMonthValue()));
    }
    return value instanceof String text && monthNumber(text) >= 0
        ? Optional.of(text)
        : Optional.empty();
  }

  @Override
  public Optional<List<String>> keysBetween(Object from, Object to, ZoneId zone) {
    YearMonth first;
    YearMonth last;
    if (from instanceof Instant start && to instanceof Instant end) {
      if (start.isAfter(end)) {
        return Optional.of(List.of());
      }
      first = MonthsOfZone.first(start, end, zone);
      last = MonthsOfZone.last(start, end, zone);
    } else if (from instanceof LocalDate start && to instanceof LocalDate end) {
      first = YearMonth.from(start);
      last = YearMonth.from(end);
    } else {
      return Optional.empty();
    }
    if (first.plusMonths(MANY).isBefore(last) || first.getYear() < 1 || last.getYear() > 9999) {
      return Optional.empty();
    }
    List<String> months = new ArrayList<>();
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      months.add(text(month.getYear(), month.getMonthValue()));
    }
    return Optional.of(months);
  }

  @Override
  public int slot(String key, int slots) {
    int number = monthNumber(key);
    if (number < 0) {
      throw new IllegalArgumentException("The key is no month of the form YYYY-MM");
    }
    return number % slots;
  }

  @Override
  public Optional<String> keyExpression(String column, KeyType type, ZoneId zone) {
    String local = type == KeyType.DATE ? column : column + " at time zone " + zoneSql(zone);
    return Optional.of("to_char(" + local + ", 'YYYY-MM')");
  }

  /** PostgreSQL reads {@code '+09:00'} as west of Greenwich, but an interval as east. */
  private static String zoneSql(ZoneId zone) {
    return zone.normalized() instanceof ZoneOffset offset
        ? "interval '%d seconds'".formatted(offset.getTotalSeconds())
        : "'" + zone.getId() + "'";
  }

  /** A day wider than the month on both sides, which covers every zone. */
  @Override
  public Optional<String> keyRange(String column, KeyType type, ZoneId zone, String key) {
    YearMonth month = YearMonth.parse(key);
    String bound = type == KeyType.DATE ? "date '%s'" : "timestamptz '%s 00:00:00+00'";
    List<String> bounds = new ArrayList<>();
    // The calendars of Java and PostgreSQL write years before 1 and after 9999 differently.
    if (month.isAfter(YearMonth.of(1, 1))) {
      bounds.add(column + " >= " + bound.formatted(month.atDay(1).minusDays(1)));
    }
    if (month.isBefore(YearMonth.of(9999, 12))) {
      bounds.add(column + " < " + bound.formatted(month.plusMonths(1).atDay(2)));
    }
    return Optional.of(String.join(" and ", bounds));
  }

  /** A canonical key's year is never negative, so PostgreSQL's remainder is the modulo. */
  @Override
  public Optional<String> slotExpression(String keySql, int slots) {
    String key = "(" + keySql + ")::text";
    return Optional.of(
        "((substr(%s, 1, 4)::integer * 12 + substr(%s, 6, 2)::integer - 1) %% %d)"
            .formatted(key, key, slots));
  }

  private static String text(int year, int month) {
    if (year < 1 || year > 9999) {
      throw new IllegalArgumentException("The month is outside the years 1 to 9999");
    }
    char[] text = new char[LENGTH];
    text[0] = digit(year / 1000);
    text[1] = digit(year / 100 % 10);
    text[2] = digit(year / 10 % 10);
    text[3] = digit(year % 10);
    text[4] = '-';
    text[5] = digit(month / 10);
    text[6] = digit(month % 10);
    return new String(text);
  }

  private static char digit(int value) {
    return (char) ('0' + value);
  }

  /** {@code year * 12 + (month - 1)}, or a negative number when the text is no month. */
  private static int monthNumber(String text) {
    if (text.length() != LENGTH || text.charAt(4) != '-') {
      return -1;
    }
    int digits = 0;
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if (i != 4) {
        if (c < '0' || c > '9') {
          return -1;
        }
        digits = digits * 10 + (c - '0');
      }
    }
    int year = digits / 100;
    int month = digits % 100;
    return year >= 1 && month >= 1 && month <= 12 ? year * 12 + month - 1 : -1;
  }
}
