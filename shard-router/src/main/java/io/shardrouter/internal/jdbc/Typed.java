package io.shardrouter.internal.jdbc;

import com.google.common.collect.ImmutableSet;
import java.math.BigDecimal;
import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells parameter values that the driver sends with a type of their own. The type of any other is
 * asked from the shard, and once the driver has asked, it ends the implicit transaction of what
 * comes ahead of such a statement, that is of the guard.
 */
final class Typed {
  private static final ImmutableSet<Class<?>> CLASSES =
      ImmutableSet.of(
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          Boolean.class,
          Double.class,
          Float.class,
          BigDecimal.class,
          String.class,
          UUID.class);
  private static final ImmutableSet<Integer> TYPES =
      ImmutableSet.of(
          Types.INTEGER,
          Types.BIGINT,
          Types.SMALLINT,
          Types.BOOLEAN,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL,
          Types.VARCHAR);

  private Typed() {}

  static boolean is(@Nullable Object value) {
    return value != null && CLASSES.contains(value.getClass());
  }

  static boolean is(@Nullable Object value, int type) {
    return is(value) && TYPES.contains(type);
  }
}
