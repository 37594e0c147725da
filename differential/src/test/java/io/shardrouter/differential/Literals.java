package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Values in a generated statement: as literals or as parameters. */
final class Literals {
  private static final ImmutableList<String> WORDS =
      ImmutableList.of(
          "a", "", "b", "Z", "xy", "á", "paid", "awake", "DE", "dreaming", "x y", "it's");
  private static final ImmutableList<String> KEYS =
      ImmutableList.of(
          "u1", "u2", "u3", "u17", "u40", "a", "A", "", "o'brien", "日本", "042", "nobody", "u111");
  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  private final Draft draft;

  Literals(Draft draft) {
    this.draft = draft;
  }

  String of(Kind kind) {
    return switch (kind) {
      case INTEGER -> integer();
      case NUMERIC -> numeric();
      case FLOAT -> floating();
      case TEXT -> text(draft.choices.of(WORDS));
      case BOOL -> {
        String value = String.valueOf(draft.choices.below(2) == 0);
        yield draft.value(value, new Binding("bool", value));
      }
      case DATE -> date();
      case TIMESTAMP -> timestamp();
      case INSTANT -> {
        String value = START.plusDays(draft.choices.below(180)) + "T06:00Z";
        yield draft.value(
            "timestamptz '" + value + "'", new Binding("timestamptz", value.replace("Z", ":00Z")));
      }
      case JSON -> {
        String value = draft.choices.of("{\"a\": 1}", "{}", "[1, 2]", "null");
        yield draft.value("'" + value + "'", new Binding("other", value)) + "::jsonb";
      }
      case TEXTS -> draft.value("array['a', 'b']", new Binding("texts", "a,b"));
      case INTEGERS -> draft.value("array[1, 2]", new Binding("ints", "1,2"));
      case UUID -> {
        String value = "00000000-0000-4000-8000-00000000000" + draft.choices.below(10);
        yield draft.value("'" + value + "'::uuid", new Binding("uuid", value));
      }
      case MOOD -> draft.choices.of("'ok'", "'sad'", "'Ecstatic'") + "::mood";
      case LABEL -> text(draft.choices.of(WORDS));
      case SPAN -> "interval '1 day'";
      case OTHER -> "null";
    };
  }

  /** A number of rows. */
  String rows() {
    return small(new String[] {"5", "1", "10", "3", "0", "40"}, "int");
  }

  /** The key of a user. */
  String userKey() {
    return text(draft.choices.of(KEYS));
  }

  /** The key of an account. */
  String accountKey() {
    return small(new String[] {"1", "7", "0", "42", "9007199254740993", "-1", "600"}, "long");
  }

  /** Users' keys as one array. */
  String userKeys() {
    String keys = String.join(",", ImmutableList.of(simpleKey(), simpleKey(), simpleKey()));
    return draft.value("array['" + keys.replace(",", "', '") + "']", new Binding("texts", keys));
  }

  private String simpleKey() {
    return "u" + (1 + draft.choices.below(170));
  }

  private String integer() {
    return small(new String[] {"1", "0", "2", "3", "5", "10", "30", "50", "100"}, "int");
  }

  private String numeric() {
    return small(new String[] {"1.5", "0.00", "100", "2.50", "250.75"}, "numeric");
  }

  private String small(String[] values, String setter) {
    String value = values[draft.choices.below(values.length)];
    return draft.value(
        value.startsWith("-") ? "(" + value + ")" : value, new Binding(setter, value));
  }

  private String floating() {
    String value = draft.choices.of("0.5", "0", "100.25", "8");
    return draft.value("'" + value + "'::float8", new Binding("double", value));
  }

  private String text(String value) {
    return draft.value("'" + value.replace("'", "''") + "'", new Binding("text", value));
  }

  private String date() {
    LocalDate value = START.plusDays(draft.choices.below(180));
    return draft.value("date '" + value + "'", new Binding("date", value.toString()));
  }

  private String timestamp() {
    LocalDateTime value = START.plusDays(draft.choices.below(180)).atTime(12, 0);
    return draft.value("timestamp '" + value + "'", new Binding("timestamp", value.toString()));
  }
}
