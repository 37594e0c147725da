package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableMap;
import io.shardrouter.internal.sql.syntax.TypeName;
import java.util.Optional;

/**
 * Types among whose values equality is the equality of keys: equal values have equal canonical
 * text, and {@code a = b} and {@code b = c} mean that {@code a = c}.
 */
enum Family {
  /** text and varchar, under the collations that keys may have. */
  TEXT,
  /** smallint, integer, bigint. */
  INTEGER,
  /** uuid. */
  UUID,
  /** date. */
  DATE,
  /** timestamptz. */
  INSTANT;

  private static final ImmutableMap<String, Family> BY_NAME =
      ImmutableMap.<String, Family>builder()
          .put("text", TEXT)
          .put("varchar", TEXT)
          .put("int2", INTEGER)
          .put("int4", INTEGER)
          .put("int8", INTEGER)
          .put("uuid", UUID)
          .put("date", DATE)
          .put("timestamptz", INSTANT)
          .buildOrThrow();

  /** The family of a type's name in the catalog or in SQL. */
  static Optional<Family> of(String name) {
    return Optional.ofNullable(BY_NAME.get(Labels.TYPES.getOrDefault(name, name)));
  }

  /** The family of a type as written; none where a length cuts values off, and for arrays. */
  static Optional<Family> of(TypeName type) {
    boolean builtIn = type.names().size() == 1 || type.names().get(0).equals("pg_catalog");
    return type.modified() || !builtIn ? Optional.empty() : of(type.last());
  }

  /**
   * The family of a table's column.
   *
   * @param key whether it is a sharding key, whose collation is known to tell all texts apart
   */
  static Optional<Family> of(Catalog.Column column, boolean key) {
    Optional<Family> family = of(column.base());
    boolean doubtful =
        family.equals(Optional.of(TEXT))
            && column.collation().isPresent()
            && column.order() != Catalog.Order.BYTEWISE;
    return doubtful && !key ? Optional.empty() : family;
  }
}
