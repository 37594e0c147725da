package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.List;
import java.util.stream.Stream;

/** What the catalog tells of the functions that expressions call. */
final class FunctionFacts {
  /** Volatile, yet whatever they give is right, and they neither read nor leave anything. */
  private static final ImmutableSet<String> HARMLESS =
      ImmutableSet.of(
          "random", "clock_timestamp", "timeofday", "gen_random_uuid", "pg_sleep", "version");

  /** They tell of the catalog or of the session, which are alike on all shards. */
  private static final ImmutableSet<String> DESCRIBING =
      ImmutableSet.copyOf(
          """
          col_description current_database current_schema current_schemas current_setting
          format_type has_any_column_privilege has_column_privilege has_database_privilege
          has_function_privilege has_schema_privilege has_sequence_privilege has_table_privilege
          has_type_privilege obj_description pg_client_encoding pg_collation_is_visible
          pg_encoding_to_char pg_function_is_visible pg_get_constraintdef pg_get_expr
          pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result
          pg_get_functiondef pg_get_indexdef pg_get_keywords pg_get_partkeydef pg_get_ruledef
          pg_get_serial_sequence pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role
          pg_opclass_is_visible pg_operator_is_visible pg_table_is_visible pg_type_is_visible
          shobj_description to_regclass to_regnamespace to_regproc to_regprocedure to_regrole
          to_regtype
          """
              .strip()
              .split("\\s+"));

  /** Aggregates that give the same whatever the order of rows. */
  static final ImmutableSet<String> UNORDERED =
      ImmutableSet.of("count", "sum", "min", "max", "avg", "bool_and", "bool_or", "every");

  private final Catalog catalog;

  FunctionFacts(Catalog catalog) {
    this.catalog = catalog;
  }

  /** How far {@code call} may be run on several shards. */
  Catalog.Function of(Expr.Call call) {
    boolean found = call.name().size() == 1 || call.name().get(0).value().equals("pg_catalog");
    Catalog.Function function = found ? catalog.functions().get(call.last()) : null;
    return function == null ? Catalog.Function.OPAQUE : function;
  }

  /** Whether a call gives a right answer on any one shard, where no rows are read. */
  boolean runsAnywhere(Expr.Call call) {
    return of(call) != Catalog.Function.OPAQUE
        || HARMLESS.contains(call.last())
        || DESCRIBING.contains(call.last());
  }

  /** Whether rows are folded. */
  boolean aggregates(Query.Select select, List<Expr.Sort> order) {
    return select.having().isPresent()
        || select.grouping().present()
        || calls(select, order).anyMatch(call -> call.over().isEmpty() && isAggregate(call));
  }

  boolean isAggregate(Expr.Call call) {
    return call.over().isEmpty() && (call.aggregate() || of(call) == Catalog.Function.AGGREGATE);
  }

  /** Whether there are window functions. */
  boolean windows(Query.Select select, List<Expr.Sort> order) {
    return calls(select, order).anyMatch(call -> call.over().isPresent());
  }

  private static Stream<Expr.Call> calls(Query.Select select, List<Expr.Sort> order) {
    return Stream.concat(
            select.items().stream().map(Query.Item::value), order.stream().map(Expr.Sort::key))
        .flatMap(Expr::walk)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast);
  }
}
