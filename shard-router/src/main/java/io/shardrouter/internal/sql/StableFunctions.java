package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;

/**
 * What may run on several shards in one statement: each gives the same for the same arguments, as
 * long as the sessions have the same settings. The clock is not one of it.
 */
final class StableFunctions {
  private static final ImmutableSet<String> BY_SETTINGS =
      ImmutableSet.of(
          "array_to_json",
          "array_to_string",
          "concat",
          "concat_ws",
          "date",
          "date_part",
          "date_trunc",
          "format",
          "json_build_array",
          "json_build_object",
          "jsonb_build_array",
          "jsonb_build_object",
          "make_timestamptz",
          "quote_literal",
          "quote_nullable",
          "row_to_json",
          "to_char",
          "to_date",
          "to_json",
          "to_jsonb",
          "to_number",
          "to_timestamp",
          "to_tsquery",
          "to_tsvector",
          "plainto_tsquery",
          "websearch_to_tsquery",
          "ts_headline");

  private final FunctionFacts functions;

  StableFunctions(FunctionFacts functions) {
    this.functions = functions;
  }

  /** Whether {@code expr} itself gives the same on every shard. */
  boolean isAlike(Expr expr) {
    if (expr instanceof Expr.SessionValue) {
      return false;
    }
    if (!(expr instanceof Expr.Call call)) {
      return true;
    }
    return switch (functions.of(call)) {
      case IMMUTABLE, AGGREGATE, WINDOW -> true;
      case STABLE_BUILT_IN -> BY_SETTINGS.contains(call.last());
      case ON_ONE_SHARD, OPAQUE -> false;
    };
  }
}
