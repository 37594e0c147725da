package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Expectation.Exactness;
import io.shardrouter.differential.Expectation.Sequence;
import io.shardrouter.differential.Observation.Noted;
import io.shardrouter.differential.Observation.Rows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether two observations say the same but for types, labels, and how values are written: numbers
 * of another scale, also where one of them is the other rounded to fewer digits behind the point.
 */
final class Alike {
  private static final Map<String, String> WRITTEN = Map.of("true", "t", "false", "f");

  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([+-]\\d\\d(:\\d\\d)?)?");
  private static final Pattern OFFSET = Pattern.compile(":\\d\\d(\\.\\d+)?[+-][\\d:]+$");
  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HH:mm", "+00")
          .toFormatter(Locale.ROOT);

  /** More that differ are not searched for pairs. */
  private static final int MOST_PAIRED = 2_000;

  private Alike() {}

  static boolean are(Observation plain, Observation other) {
    if (plain instanceof Rows expected && other instanceof Rows got) {
      return rows(expected, got);
    }
    if (plain instanceof Noted expected && other instanceof Noted got) {
      return expected.what().equals(got.what())
          && values(withoutClass(expected.value()), withoutClass(got.value()));
    }
    return false;
  }

  /** What {@link Cell#show} writes before a value. */
  private static String withoutClass(String shown) {
    return shown.substring(shown.indexOf(' ') + 1);
  }

  private static boolean rows(Rows expected, Rows got) {
    Expectation expectation = expected.expectation();
    if (expected.columns().size() != got.columns().size()
        || expected.rows().size() != got.rows().size()) {
      return false;
    }
    if (expectation.exactness() == Exactness.SHAPE) {
      return true;
    }
    if (expectation.sequence() instanceof Sequence.Same) {
      return inSequence(expected.rows(), got.rows());
    }
    if (expectation.sequence() instanceof Sequence.By by
        && !inSequence(
            Differences.projected(expected.rows(), by.columns()),
            Differences.projected(got.rows(), by.columns()))) {
      return false;
    }
    return inAnyOrder(expected.rows(), got.rows());
  }

  private static boolean inSequence(
      List<ImmutableList<Cell>> expected, List<ImmutableList<Cell>> got) {
    for (int row = 0; row < expected.size(); row++) {
      if (!cells(expected.get(row), got.get(row))) {
        return false;
      }
    }
    return true;
  }

  private static boolean inAnyOrder(
      List<ImmutableList<Cell>> expected, List<ImmutableList<Cell>> got) {
    if (expected.size() > MOST_PAIRED) {
      return false;
    }
    List<ImmutableList<Cell>> left = new ArrayList<>(got);
    for (ImmutableList<Cell> row : expected) {
      int same = left.indexOf(row);
      for (int i = 0; same < 0 && i < left.size(); i++) {
        same = cells(row, left.get(i)) ? i : -1;
      }
      if (same < 0) {
        return false;
      }
      left.remove(same);
    }
    return true;
  }

  private static boolean cells(List<Cell> expected, List<Cell> got) {
    for (int column = 0; column < expected.size(); column++) {
      if (!values(expected.get(column).text(), got.get(column).text())) {
        return false;
      }
    }
    return true;
  }

  private static boolean values(String expected, String got) {
    return expected.equals(got)
        || WRITTEN.getOrDefault(got, got).equals(WRITTEN.getOrDefault(expected, expected))
        || numbers(expected, got)
        || instants(expected, got);
  }

  private static boolean numbers(String expected, String got) {
    try {
      BigDecimal one = new BigDecimal(expected);
      BigDecimal other = new BigDecimal(got);
      int scale = Math.min(one.scale(), other.scale());
      return one.compareTo(other) == 0
          || (scale > 0 && rounded(one, scale).compareTo(rounded(other, scale)) == 0);
    } catch (NumberFormatException noNumbers) {
      return false;
    }
  }

  private static BigDecimal rounded(BigDecimal number, int scale) {
    return number.setScale(scale, RoundingMode.HALF_UP);
  }

  /** As {@code java.sql.Timestamp} writes what PostgreSQL writes. */
  private static boolean instants(String expected, String got) {
    Optional<LocalDateTime> time = time(expected);
    return time.isPresent() && time.equals(time(got));
  }

  /** In this JVM's zone, which is also that of a text without one. */
  private static Optional<LocalDateTime> time(String text) {
    if (!TIME.matcher(text).matches()) {
      return Optional.empty();
    }
    String iso = text.replace(' ', 'T');
    try {
      return Optional.of(
          OFFSET.matcher(text).find()
              ? OffsetDateTime.parse(iso, WITH_OFFSET)
                  .atZoneSameInstant(ZoneId.systemDefault())
                  .toLocalDateTime()
              : LocalDateTime.parse(iso));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
