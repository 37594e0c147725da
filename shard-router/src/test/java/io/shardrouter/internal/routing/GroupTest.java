package io.shardrouter.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.shardrouter.ConfigurationException;
import io.shardrouter.GroupConfig;
import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.strategy.ShardingStrategy;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GroupTest {
  private static final Instant INSTANT = Instant.parse("2025-01-31T23:30:00.5Z");
  private static final String INSTANT_KEY = "2025-01-31T23:30:00.500000Z";
  private static final UUID ID = UUID.fromString("3f2504e0-4f89-11d3-9a0c-0305e82c3301");

  static Stream<Arguments> keys() {
    return Stream.of(
            Stream.of("alice", CharBuffer.wrap("alice")).map(v -> key(KeyType.TEXT, v, "alice")),
            Stream.of(
                key(KeyType.TEXT, " a ", " a "),
                key(KeyType.TEXT, "", ""),
                key(KeyType.TEXT, 'ü', "ü"),
                key(KeyType.TEXT, "😀", "😀"),
                key(KeyType.TEXT, "042", "042"),
                key(KeyType.TEXT, ID, ID.toString())),
            Stream.of((byte) 42, (short) 42, 42, 42L, BigInteger.valueOf(42))
                .map(v -> key(KeyType.TEXT, v, "42")),
            Stream.of((byte) 42, (short) 42, 42, 42L, BigInteger.valueOf(42), 42.0, 42f, "42")
                .map(v -> key(KeyType.BIGINT, v, "42")),
            Stream.of("042", "+42", " 42\t\n\u000B\f\r", new BigDecimal("42.00"))
                .map(v -> key(KeyType.BIGINT, v, "42")),
            Stream.of("-0", -0.0, "+000").map(v -> key(KeyType.BIGINT, v, "0")),
            Stream.of(
                key(KeyType.BIGINT, "-9223372036854775808", "-9223372036854775808"),
                key(
                    KeyType.BIGINT,
                    new BigDecimal("9.223372036854775807E18"),
                    "" + Long.MAX_VALUE)),
            Stream.of(
                    ID,
                    ID.toString(),
                    "3F2504E0-4F89-11D3-9A0C-0305E82C3301",
                    "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}",
                    "3f2504e04f8911d39a0c0305e82c3301",
                    "3f25-04e0-4f89-11d3-9a0c-0305-e82c-3301")
                .map(v -> key(KeyType.UUID, v, ID.toString())),
            Stream.of(
                    LocalDate.of(2025, 1, 31),
                    LocalDateTime.of(2025, 1, 31, 23, 59),
                    java.sql.Date.valueOf("2025-01-31"),
                    "2025-01-31",
                    " 2025-01-31 ")
                .map(v -> key(KeyType.DATE, v, "2025-01-31")),
            Stream.of(
                    INSTANT,
                    OffsetDateTime.parse("2025-02-01T08:30:00.5+09:00"),
                    ZonedDateTime.ofInstant(INSTANT, ZoneId.of("America/New_York")),
                    Timestamp.from(INSTANT),
                    java.util.Date.from(INSTANT),
                    INSTANT.plusNanos(499),
                    INSTANT.minusNanos(500),
                    "2025-01-31T23:30:00.5Z",
                    "2025-01-31 23:30:00.500+00",
                    "2025-02-01 08:30:00.5+09:00",
                    "2025-02-01 08:30:00.5 +0900")
                .map(v -> key(KeyType.TIMESTAMPTZ, v, INSTANT_KEY)))
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyFormOfAValueIsOneKey(KeyType type, Object value, String key) throws Exception {
    RoutedKey routed = group("md5", type).route(value);
    assertThat(routed.key()).isEqualTo(key);
    assertThat(routed.group()).isEqualTo("g");
    assertThat(routed.slot()).isEqualTo(group("md5", KeyType.TEXT).route(key).slot());
  }

  static Stream<Arguments> noKeys() {
    return Stream.of(
            Stream.of("a\0", "\uD83D", "x\uDE00x", '\0', '\uD83D', 1.5, true, LocalDate.MIN)
                .map(v -> Arguments.of(KeyType.TEXT, v)),
            Stream.of("", " ", "+", "-", "--1", "1 2", "4_2", "0x2A", "1e3", "42.0", "٤٢", "abc")
                .map(v -> Arguments.of(KeyType.BIGINT, v)),
            Stream.of("9223372036854775808", new BigDecimal("1.5"), new BigDecimal("1E+1000000000"))
                .map(v -> Arguments.of(KeyType.BIGINT, v)),
            Stream.of(0.5, Double.NaN, Float.POSITIVE_INFINITY, 1e17, true, '4', ID)
                .map(v -> Arguments.of(KeyType.BIGINT, v)),
            Stream.of(BigInteger.ONE.shiftLeft(63)).map(v -> Arguments.of(KeyType.BIGINT, v)),
            Stream.of("", "3f2504e0", ID + "0", " " + ID, "{" + ID, ID + "}", "{}", 7)
                .map(v -> Arguments.of(KeyType.UUID, v)),
            Stream.of("3-f2504e04f8911d39a0c0305e82c3301", "3f2504e04f8911d39a0c0305e82c3301-")
                .map(v -> Arguments.of(KeyType.UUID, v)),
            Stream.of(
                    "2025-02-29",
                    "31.01.2025",
                    "2025-1-1",
                    "+12025-01-01",
                    "infinity",
                    "",
                    20250101)
                .map(v -> Arguments.of(KeyType.DATE, v)),
            Stream.of(LocalDate.of(0, 12, 31), LocalDate.of(10_000, 1, 1), YearMonth.of(2025, 1))
                .map(v -> Arguments.of(KeyType.DATE, v)),
            Stream.of(INSTANT, Timestamp.from(INSTANT), java.util.Date.from(INSTANT))
                .map(v -> Arguments.of(KeyType.DATE, v)),
            Stream.of(
                    "2025-01-31 23:30:00", "2025-01-31", "2025-01-31T23:30:00.0000001Z", "now", "")
                .map(v -> Arguments.of(KeyType.TIMESTAMPTZ, v)),
            Stream.of(LocalDateTime.now(ZoneId.of("UTC")), java.sql.Date.valueOf("2025-01-31"), 1L)
                .map(v -> Arguments.of(KeyType.TIMESTAMPTZ, v)),
            Stream.of(Instant.MIN, Instant.MAX, Instant.parse("9999-12-31T23:59:59.9999999Z"))
                .map(v -> Arguments.of(KeyType.TIMESTAMPTZ, v)))
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("noKeys")
  void whatIsNoKeyIsRefusedWithoutShowingIt(KeyType type, Object value) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> group("md5", type).route(value))
        .satisfies(
            e -> {
              assertThat(e.getSQLState()).isEqualTo("SR003");
              assertThat((Throwable) e)
                  .hasNoCause()
                  .hasMessage(
                      "A value of class "
                          + value.getClass().getName()
                          + " cannot be a key of group g, whose key type is "
                          + KeyConversion.sqlName(type)
                          + ": accepted are "
                          + KeyConversion.accepted(type));
            });
  }

  @Test
  void aMonthTakesDatesInstantsAndMonthsButNothingElse() throws Exception {
    Group day = group("month", KeyType.DATE);
    RoutedKey january = new RoutedKey("g", (2025 * 12) % day.slots(), "2025-01");
    for (Object value :
        new Object[] {LocalDate.of(2025, 1, 31), "2025-01-01", "2025-01", YearMonth.of(2025, 1)}) {
      assertThat(day.route(value)).isEqualTo(january);
    }
    assertThatThrownBy(() -> day.route("2025-13"))
        .isInstanceOf(RefusedException.class)
        .hasMessageNotContaining("2025");
    assertThatThrownBy(() -> day.route(YearMonth.of(10_000, 1)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("outside the years 1 to 9999");
  }

  @Test
  void aMonthIsToldByTheGroupsZoneAfterRoundingAsTheServerRounds() throws Exception {
    GroupConfig tokyo =
        GroupConfig.builder("g")
            .strategy("month")
            .layout(0, 1)
            .zone(ZoneId.of("Asia/Tokyo"))
            .table("t", "k")
            .build();
    assertThat(new Group(tokyo, KeyType.TIMESTAMPTZ).route(INSTANT).key()).isEqualTo("2025-02");
    Group utc = group("month", KeyType.TIMESTAMPTZ);
    assertThat(utc.route(Instant.parse("2025-01-31T23:59:59.9999994Z")).key()).isEqualTo("2025-01");
    assertThat(utc.route(Instant.parse("2025-01-31T23:59:59.9999995Z")).key()).isEqualTo("2025-02");
  }

  @Test
  void slotsStartOnTheLayoutInTurn() {
    Group group =
        new Group(
            GroupConfig.builder("g").layout(5, 3, 9).slots(6).table("t", "k").build(),
            KeyType.TEXT);
    assertThat(Stream.of(0, 1, 2, 3, 4, 5).map(group::baseShard)).containsExactly(5, 3, 9, 5, 3, 9);
  }

  @Test
  void aKeyTypeThatTheStrategyDoesNotTakeIsRefused() {
    assertThatThrownBy(() -> group("month", KeyType.BIGINT))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("groups.g.keyType")
        .hasMessageContaining("DATE");
  }

  @Test
  void aSlotOutOfRangeIsRefused() {
    assertThatThrownBy(() -> group(OutOfRange.class.getName(), KeyType.TEXT).route("a"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("slot " + 2048)
        .satisfies(e -> assertThat(((RefusedException) e).getSQLState()).isEqualTo("SR007"));
  }

  @Test
  void keysDoNotShowWhenPrinted() throws Exception {
    assertThat(group("md5", KeyType.TEXT).route("alice").toString()).doesNotContain("alice");
  }

  @Test
  void routingTextAllocatesNextToNothing() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Group group = group("md5", KeyType.TEXT);
    String[] keys = {"alice", "müller", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "用户"};
    int rounds = 100_000;
    long sum = 0;
    long before = 0;
    for (int i = -rounds; i < rounds; i++) {
      if (i == 0) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      sum += group.route(keys[i & 3]).slot();
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
    assertThat(sum).isPositive();
    assertThat(each).isLessThanOrEqualTo(100);
  }

  /** A strategy with a fault. */
  public static final class OutOfRange implements ShardingStrategy {
    @Override
    public Set<KeyType> keyTypes() {
      return EnumSet.allOf(KeyType.class);
    }

    @Override
    public int slot(String key, int slots) {
      return slots;
    }
  }

  private static Arguments key(KeyType type, Object value, String key) {
    return Arguments.of(type, value, key);
  }

  private static Group group(String strategy, KeyType type) {
    return new Group(
        GroupConfig.builder("g").strategy(strategy).layout(0, 1).table("t", "k").build(), type);
  }
}
