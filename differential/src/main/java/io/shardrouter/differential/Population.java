package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all tables: few, and chosen to tell a right answer from one that is nearly right.
 * Floats are sums of powers of two, so that their sum does not depend on the order.
 */
final class Population {
  /** As users' keys, besides {@code u1}, {@code u2} and so on. */
  static final ImmutableList<String> ODD_KEYS =
      ImmutableList.of(
          "",
          " ",
          "a",
          "A",
          "á",
          "Á",
          "ä",
          "z",
          "Z",
          "_",
          "-",
          "ß",
          "ss",
          "é",
          "e\u0301",
          "日本",
          "\uD83D\uDE00",
          "\uFF5E",
          "o'brien",
          "back\\slash",
          "tab\there",
          "new\nline",
          "10",
          "9",
          "042",
          "42",
          "NULL",
          "%",
          "u_1",
          "U1");

  private static final ImmutableList<String> WORDS =
      ImmutableList.of(
          "",
          " ",
          "a",
          "A",
          "á",
          "b",
          "B",
          "z",
          "Z",
          "_x",
          "-x",
          "x y",
          "xy",
          "x-y",
          "X Y",
          "ab",
          "aB",
          "Ab",
          "äb",
          "azb",
          "Straße",
          "strasse",
          "naïve",
          "naive",
          "日本",
          "\uD83D\uDE00",
          "10",
          "9",
          "it's",
          "back\\slash",
          "100%",
          "under_score");

  private static final ImmutableList<String> WEIGHTS =
      ImmutableList.of(
          "1",
          "1.0",
          "1.00",
          "2.50",
          "2.5",
          "0",
          "0.000",
          "-1",
          "-3.14159265358979",
          "70.25",
          "123456789012345678901234567890.123456789",
          "0.00000000000000000001",
          "1e10",
          "99.9");

  private static final ImmutableList<String> ODD_NUMBERS =
      ImmutableList.of("NaN", "1e100", "-1e100", "0", "-0.0", "1e-50", "5", "5.00");

  private static final ImmutableList<String> STRANGE =
      ImmutableList.of("NaN", "Infinity", "-Infinity", "-0", "0", "1024", "0.0009765625", "1.5");

  private static final ImmutableList<String> SPANS =
      ImmutableList.of(
          "1 mon",
          "29 days",
          "720:00:00",
          "1 day",
          "23:59:59",
          "-1 day",
          "00:00:00",
          "1 year 2 mons",
          "00:00:00.000001");

  private static final ImmutableList<String> MOODS =
      ImmutableList.of("sad", "ok", "happy", "Ecstatic");
  private static final ImmutableList<String> COUNTRIES =
      ImmutableList.of("DE", "FR", "JP", "US", "xx", "ÅL");

  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  private final Random random;
  private final ImmutableListMultimap.Builder<String, Row> rows = ImmutableListMultimap.builder();

  private Population(long seed) {
    this.random = new Random(seed);
  }

  /** All rows, by the table's name. */
  static ImmutableListMultimap<String, Row> of(long seed) {
    Population population = new Population(seed);
    population.references();
    List<String> users = population.users();
    population.ofUsers(users);
    population.states(users);
    population.orders(users);
    population.accounts(users);
    population.devices(users);
    population.metrics();
    return population.rows.build();
  }

  private void references() {
    String[] names = {"Germany", "France", "日本", "United States", "nowhere", "Åland"};
    for (int i = 0; i < names.length; i++) {
      add(
          "countries",
          COUNTRIES.get(i),
          names[i],
          i == 4 ? null : i * 30_000_000L,
          i < 2,
          i + ".50");
    }
    add("plans", 1, "free", "0.00", "{}");
    add("plans", 2, "Basic", "9.99", "{a,b}");
    add("plans", 3, "pro", "49.00", "{a,b,\"c d\",NULL}");
    add("plans", 4, "unused", null, null);
    add("settings", "theme", "dark");
    add("settings", "limit", "10");
    add("settings", "nothing", null);
  }

  private List<String> users() {
    Set<String> ids = new LinkedHashSet<>(ODD_KEYS);
    for (int i = 1; i <= 170; i++) {
      ids.add("u" + i);
    }
    ids.forEach(this::user);
    return new ArrayList<>(ids);
  }

  private void user(String id) {
    add(
        "users",
        id,
        maybe(word()),
        maybe((word().isBlank() ? "x" : "m" + random.nextInt(60)) + "@example.org"),
        maybe(pick(ImmutableList.of("a", "b", "ab", "A  ", "", "zz", "1234"))),
        maybe(random.nextInt(90)),
        maybe(random.nextInt(7) - 3),
        maybe(cents(100_000)),
        maybe(pick(WEIGHTS)),
        random.nextInt(20) == 0 ? pick(ODD_NUMBERS) : null,
        maybe((random.nextInt(4000) - 2000) / 8.0),
        random.nextInt(10) == 0 ? pick(STRANGE) : null,
        maybe((random.nextInt(400) - 200) / 4.0f),
        maybe(random.nextBoolean()),
        maybe(day()),
        maybe(instant()),
        maybe(instant() + "+00"),
        maybe(pick(SPANS)),
        maybe(uuid()),
        maybe("\\x" + Integer.toHexString(random.nextInt(16) + 16) + "ff00"),
        maybe(json()),
        maybe("{" + pick(ImmutableList.of("", "a", "a,b", "b,a", "NULL", "\"x y\",Z")) + "}"),
        maybe("{" + pick(ImmutableList.of("", "1", "1,2", "2,1", "NULL,3", "7,7,7")) + "}"),
        maybe(pick(MOODS)),
        maybe(random.nextInt(101)),
        maybe(pick(COUNTRIES)),
        maybe(1 + random.nextInt(3)),
        random.nextInt(50) == 0 ? Long.MAX_VALUE / 1000 : random.nextInt(1000) - 200,
        maybe(word()),
        maybe(word()));
  }

  private void ofUsers(List<String> users) {
    for (int i = 0; i < 40; i++) {
      String user = users.get(i * 5);
      add("\"Odd Table\"", user, i, maybe(word()));
      add("audit.log", user, i % 3, maybe("did " + word()), instant());
      add("events", user, START.plusDays(i * 15L), pick(MOODS), maybe(random.nextInt(20)));
      add("events", user, START.plusDays(i * 15L), "b" + i % 4, maybe(random.nextInt(20)));
    }
  }

  /** One user has a fifth of all; many have none. */
  private void states(List<String> users) {
    for (int id = 1; id <= 900; id++) {
      String user = id % 5 == 0 ? "u1" : users.get(random.nextInt(users.size() * 2 / 3));
      add(
          "consciousness_states",
          user,
          id,
          maybe(
              pick(
                  ImmutableList.of("awake", "asleep", "Dreaming", "dreaming", "flow", "élan", ""))),
          maybe(random.nextInt(5)),
          maybe(random.nextInt(1000) + "." + (100 + random.nextInt(900))),
          instant() + "+00",
          maybe(day()),
          maybe(word()),
          maybe(json()),
          maybe(pick(MOODS)));
    }
  }

  private void orders(List<String> users) {
    for (String user : users) {
      int count = user.equals("u2") ? 40 : random.nextInt(3);
      for (int no = 1; no <= count; no++) {
        add(
            "orders",
            user,
            no,
            maybe(pick(ImmutableList.of("new", "paid", "Paid", "sent", "lost"))),
            maybe(cents(50_000)),
            maybe(instant()),
            maybe(pick(COUNTRIES)));
        for (int line = 1; line <= random.nextInt(4); line++) {
          add(
              "items",
              user,
              no,
              line,
              maybe("sku-" + random.nextInt(15)),
              random.nextInt(6),
              maybe(cents(9_900)),
              maybe(random.nextBoolean()));
        }
      }
    }
  }

  private void accounts(List<String> users) {
    List<Long> ids =
        new ArrayList<>(
            List.of(0L, -1L, 9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE, 2147483648L));
    for (long id = 1; id <= 50; id++) {
      ids.add(id);
    }
    for (long id : ids) {
      add(
          "accounts",
          id,
          maybe(users.get(random.nextInt(users.size()))),
          pick(ImmutableList.of("basic", "gold", "Gold")),
          maybe(random.nextInt(100_000) - 20_000),
          maybe(day()));
      for (int transfer = 1; transfer <= random.nextInt(6); transfer++) {
        add(
            "transfers",
            id,
            transfer,
            maybe(cents(100_000)),
            maybe(word()),
            maybe(instant() + "+00"));
      }
    }
  }

  private void devices(List<String> users) {
    for (int i = 0; i < 30; i++) {
      UUID id = uuid();
      add(
          "devices",
          id,
          maybe(users.get(random.nextInt(users.size()))),
          maybe(word()),
          maybe(i % 4));
      for (int at = 0; at < random.nextInt(6); at++) {
        add(
            "readings",
            id,
            START.atStartOfDay().plusMinutes(at * 7L + i),
            maybe(random.nextInt(800) / 16.0),
            maybe(random.nextBoolean()));
      }
    }
  }

  private void metrics() {
    for (int i = 0; i < 60; i++) {
      LocalDate day = START.minusDays(90).plusDays(i * 13L);
      for (String name : List.of("visits", "Sales", "errors")) {
        if (random.nextInt(5) > 0) {
          add(
              "daily_metrics",
              day,
              name,
              maybe(pick(WEIGHTS)),
              maybe(random.nextInt(10_000)),
              maybe(random.nextInt(64) / 64.0));
        }
      }
    }
  }

  private void add(String table, @Nullable Object... values) {
    rows.put(table, Row.of(values));
  }

  /** Every ninth is NULL. */
  private @Nullable Object maybe(Object value) {
    return random.nextInt(9) == 0 ? null : value;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private String word() {
    return pick(WORDS);
  }

  private String cents(int bound) {
    return String.format(Locale.ROOT, "%.2f", (random.nextInt(bound * 2) - bound / 2) / 100.0);
  }

  private LocalDate day() {
    return START.plusDays(random.nextInt(200));
  }

  private LocalDateTime instant() {
    return START
        .atStartOfDay()
        .plusHours(random.nextInt(4000))
        .plusNanos(random.nextInt(3) * 1000L);
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private String json() {
    return pick(
        ImmutableList.of(
            "{\"a\": 1}",
            "{\"a\": 2, \"b\": [1, 2]}",
            "{\"a\": null, \"c\": \"x\"}",
            "{}",
            "[1, 2, 3]",
            "\"text\"",
            "{\"theme\": \"dark\", \"size\": 10}"));
  }
}
