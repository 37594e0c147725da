package io.shardrouter.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonthStrategyTest {
  private final MonthStrategy month = new MonthStrategy();

  @Test
  void everyDayOfAMonthIsOneKey() {
    for (LocalDate day = LocalDate.of(2025, 1, 1); day.getYear() == 2025; day = day.plusDays(1)) {
      String key = month.canonicalKey(day, ZoneOffset.UTC);
      assertThat(key).isEqualTo(YearMonth.from(day).toString());
      assertThat(month.slot(key, 4)).isEqualTo((2025 * 12 + day.getMonthValue() - 1) % 4);
    }
    assertThat(month.slot("2025-01", 4)).isZero();
  }

  private List<String> between(Object from, Object to, String zone) {
    return month.keysBetween(from, to, ZoneId.of(zone)).orElseThrow();
  }

  @Test
  void daysBetweenTellTheirMonths() {
    assertThat(between(LocalDate.of(2024, 11, 30), LocalDate.of(2025, 2, 1), "UTC"))
        .containsExactly("2024-11", "2024-12", "2025-01", "2025-02");
    assertThat(between(LocalDate.of(2025, 2, 1), LocalDate.of(2025, 2, 1), "UTC"))
        .containsExactly("2025-02");
    assertThat(between(LocalDate.of(2025, 2, 1), LocalDate.of(2025, 1, 31), "UTC")).isEmpty();
    assertThat(month.keysBetween(LocalDate.of(1, 1, 1), LocalDate.MAX, ZoneOffset.UTC)).isEmpty();
  }

  @Test
  void instantsBetweenTellTheMonthsOfTheZone() {
    Instant from = Instant.parse("2025-01-31T23:30:00Z");
    assertThat(between(from, from, "UTC")).containsExactly("2025-01");
    assertThat(between(from, from, "Europe/Berlin")).containsExactly("2025-02");
    assertThat(between(from, Instant.parse("2025-03-01T04:00:00Z"), "America/New_York"))
        .containsExactly("2025-01", "2025-02");
    assertThat(between(from, from.minusNanos(1000), "UTC")).isEmpty();
  }

  @Test
  void clocksThatGoBackIntoTheMonthBeforeLoseNoMonth() {
    int backIntoTheMonthBefore = 0;
    for (String name : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(name);
      for (ZoneOffsetTransition t : zone.getRules().getTransitions()) {
        if (t.getDateTimeBefore().getYear() < 1 || t.isGap()) {
          continue;
        }
        Instant from = t.getInstant().minusSeconds(1);
        Instant to = t.getInstant();
        assertThat(between(from, to, name))
            .contains(month.canonicalKey(from, zone), month.canonicalKey(to, zone));
        if (month.canonicalKey(to, zone).compareTo(month.canonicalKey(from, zone)) < 0) {
          backIntoTheMonthBefore++;
        }
      }
    }
    assertThat(backIntoTheMonthBefore).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-01, 4, 0",
    "2025-02, 4, 1",
    "2025-12, 4, 3",
    "2025-01, 7, 3",
    "2024-12, 7, 2",
    "0001-01, 4096, 12",
    "9999-12, 4096, 1215"
  })
  void slotsAreTheSameForEver(String key, int slots, int slot) {
    assertThat(month.slot(key, slots)).isEqualTo(slot);
  }

  @ParameterizedTest
  @CsvSource({
    "2025-01-31T23:30:00Z, UTC, 2025-01",
    "2025-01-31T23:30:00Z, Asia/Tokyo, 2025-02",
    "2025-02-01T04:59:59Z, America/New_York, 2025-01",
    "2025-02-01T05:00:00Z, America/New_York, 2025-02",
    "2024-12-31T15:00:00Z, Asia/Tokyo, 2025-01"
  })
  void anInstantIsPutOnTheZonesCalendar(Instant instant, String zone, String key) {
    assertThat(month.canonicalKey(instant, ZoneId.of(zone))).isEqualTo(key);
  }

  @Test
  void monthsAreKeysByThemselves() {
    assertThat(month.ownKey(YearMonth.of(987, 6))).contains("0987-06");
    assertThat(month.ownKey("2025-01")).contains("2025-01");
    assertThat(month.ownKey("2025-01-31")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2025-13", "2025-00", "0000-01", "2025/01", "2025-1", "२०२५-01"})
  void whatIsNoMonthHasNoSlot(String key) {
    assertThatThrownBy(() -> month.slot(key, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThat(month.ownKey(key)).isEmpty();
  }

  @Test
  void monthsThatFourDigitsCannotNameAreRefused() {
    Instant newYear = Instant.parse("9999-12-31T23:30:00Z");
    assertThatThrownBy(() -> month.canonicalKey(newYear, ZoneId.of("Asia/Tokyo")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> month.ownKey(YearMonth.of(0, 12)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSlotInSqlReadsYearAndMonth() {
    assertThat(month.slotExpression("k", 24))
        .contains(
            "((substr((k)::text, 1, 4)::integer * 12 + substr((k)::text, 6, 2)::integer - 1) % 24)");
  }
}
