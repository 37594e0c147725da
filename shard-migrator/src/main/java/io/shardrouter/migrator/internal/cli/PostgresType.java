package io.shardrouter.migrator.internal.cli;

import java.util.Set;

/** What matters of PostgreSQL's types when values are written. */
final class PostgresType {
  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "oid", "float4", "float8", "numeric", "serial", "bigserial");

  private PostgresType() {}

  /** Whether values of the type are numbers, or one of NaN and the infinities. */
  static boolean isNumber(String typeName) {
    return NUMBERS.contains(typeName);
  }

  /** Whether values of the type are true or false. */
  static boolean isBoolean(String typeName) {
    return typeName.equals("bool");
  }
}
