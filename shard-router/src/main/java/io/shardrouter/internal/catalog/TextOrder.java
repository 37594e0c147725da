package io.shardrouter.internal.catalog;

import io.shardrouter.internal.sql.Catalog.Order;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a database orders texts.
 *
 * @param utf8 whether their bytes are UTF-8's, which Java knows
 * @param bytewiseByDefault whether those without a collation are ordered by their bytes
 */
record TextOrder(boolean utf8, boolean bytewiseByDefault) {
  /** PostgreSQL itself takes C.UTF-8 for an order that no version of a library changes. */
  private static final Set<String> BY_BYTES = Set.of("C", "POSIX", "C.UTF-8", "C.utf8");

  /** Other types, citext for one, look at more than the bytes. */
  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "name");

  /**
   * Of a database.
   *
   * @param provider of its default, as for {@link #of}
   */
  static TextOrder ofDatabase(boolean utf8, String provider, @Nullable String locale) {
    return new TextOrder(utf8, utf8 && new TextOrder(utf8, false).isBytewise(provider, locale));
  }

  /**
   * How the values of a column that has a collation are ordered.
   *
   * @param base the name of the column's type, or of that under a domain
   * @param provider as in {@code pg_collation.collprovider}: {@code b} PostgreSQL itself, {@code c}
   *     the C library, {@code i} ICU, {@code d} the database's default
   * @param locale the C library's name of the order; null with other providers
   */
  Order of(String base, String provider, @Nullable String locale) {
    return utf8 && TEXTS.contains(base) && isBytewise(provider, locale)
        ? Order.BYTEWISE
        : Order.LINGUISTIC;
  }

  private boolean isBytewise(String provider, @Nullable String locale) {
    return switch (provider) {
      case "b" -> true;
      case "c" -> locale != null && BY_BYTES.contains(locale);
      case "d" -> bytewiseByDefault;
      default -> false;
    };
  }
}
