package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;

/**
 * A type as written.
 *
 * @param names schema and name, in words of one blank between them where there are several, such as
 *     {@code double precision}
 * @param modified whether a length, precision or scale stands behind it
 * @param array whether it is an array of that
 */
public record TypeName(Span span, ImmutableList<String> names, boolean modified, boolean array) {
  /** The name without a schema. */
  public String last() {
    return names.get(names.size() - 1);
  }
}
