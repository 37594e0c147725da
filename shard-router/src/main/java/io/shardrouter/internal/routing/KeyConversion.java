package io.shardrouter.internal.routing;

import io.shardrouter.KeyType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of any Java class to values of the key type, as PostgreSQL would read them. */
final class KeyConversion {
  private KeyConversion() {}

  /** The value in the form that {@code ShardingStrategy.canonicalKey} takes; null: it has none. */
  static @Nullable Object toKeyType(KeyType type, Object value) {
    return switch (type) {
      case TEXT -> TextKeys.convert(value);
      case BIGINT -> BigintKeys.convert(value);
      case UUID -> UuidKeys.convert(value);
      case DATE -> CalendarKeys.toDate(value);
      case TIMESTAMPTZ -> CalendarKeys.toInstant(value);
    };
  }

  static String sqlName(KeyType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  static String accepted(KeyType type) {
    return switch (type) {
      case TEXT ->
          "text without NUL and unpaired surrogates, characters, UUIDs, and whole numbers of"
              + " integer classes";
      case BIGINT ->
          "whole numbers from -9223372036854775808 to 9223372036854775807, as numbers or as"
              + " decimal text";
      case UUID -> "java.util.UUID, and text that PostgreSQL reads as a uuid";
      case DATE ->
          "LocalDate, java.sql.Date, LocalDateTime, and text of the form YYYY-MM-DD, in years 1 to"
              + " 9999";
      case TIMESTAMPTZ ->
          "Instant, OffsetDateTime, ZonedDateTime, java.sql.Timestamp, java.util.Date, and text of"
              + " the form YYYY-MM-DD HH:MM:SS with an offset, in years 1 to 9999";
    };
  }
}
