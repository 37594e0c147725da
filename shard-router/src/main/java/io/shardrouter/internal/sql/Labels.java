package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableMap;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.TypeName;
import java.util.Optional;

/**
 * The labels that PostgreSQL gives to columns without an alias, by the rules of {@code
 * FigureColname} in its parser.
 */
final class Labels {
  private static final String NONE = "?column?";

  /** TRUE is labelled as its type up to some version, and not at all later. */
  private static final String BY_VERSION = "";

  /** The catalog's names of types that have another one in SQL. */
  static final ImmutableMap<String, String> TYPES =
      ImmutableMap.<String, String>builder()
          .put("int", "int4")
          .put("integer", "int4")
          .put("smallint", "int2")
          .put("bigint", "int8")
          .put("real", "float4")
          .put("float", "float8")
          .put("double precision", "float8")
          .put("decimal", "numeric")
          .put("dec", "numeric")
          .put("boolean", "bool")
          .put("character varying", "varchar")
          .put("char varying", "varchar")
          .put("character", "bpchar")
          .put("char", "bpchar")
          .put("bit varying", "varbit")
          .put("timestamp with time zone", "timestamptz")
          .put("timestamp without time zone", "timestamp")
          .put("time with time zone", "timetz")
          .put("time without time zone", "time")
          .buildOrThrow();

  /**
   * A label, and whether it is one of the expression's own.
   *
   * @param strong false: what stands around the expression may know a better one
   */
  private record Label(String name, boolean strong) {}

  private Labels() {}

  /** The label of {@code expr}; empty where it is not known for sure. */
  static Optional<String> of(Expr expr) {
    return label(expr).map(Label::name).filter(name -> !name.equals(BY_VERSION));
  }

  private static Optional<Label> label(Expr expr) {
    if (expr instanceof Expr.Column column) {
      return strong(column.last());
    }
    if (expr instanceof Expr.Call call) {
      return strong(call.last());
    }
    if (expr instanceof Expr.Field field) {
      return field.field().isEmpty() ? Optional.empty() : strong(field.field());
    }
    if (expr instanceof Expr.Cast cast) {
      return label(cast.operand()).map(inner -> inner.strong() ? inner : typeName(cast.type()));
    }
    if (expr instanceof Expr.Collated collated) {
      return label(collated.operand());
    }
    if (expr instanceof Expr.Constant constant && constant.of() == Expr.Written.BOOLEAN) {
      return weak(BY_VERSION);
    }
    if (expr instanceof Expr.SessionValue value) {
      return strong(value.word());
    }
    if (expr instanceof Expr.Syntax syntax) {
      return ofSyntax(syntax);
    }
    if (expr instanceof Expr.SubQuery query) {
      return ofQuery(query);
    }
    if (expr instanceof Expr.Row row) {
      return row.items().isEmpty() ? Optional.empty() : strong("row");
    }
    return expr instanceof Expr.Star ? Optional.empty() : weak(NONE);
  }

  private static Optional<Label> strong(String name) {
    return Optional.of(new Label(name, true));
  }

  private static Optional<Label> weak(String name) {
    return Optional.of(new Label(name, false));
  }

  private static Label typeName(TypeName type) {
    return new Label(TYPES.getOrDefault(type.last(), type.last()), false);
  }

  private static Optional<Label> ofSyntax(Expr.Syntax syntax) {
    return switch (syntax.word()) {
      case "coalesce", "greatest", "least", "nullif", "grouping" -> strong(syntax.word());
      case "array" -> strong("array");
      case "substring", "overlay", "position", "extract" -> strong(syntax.word());
      case "at time zone" -> strong("timezone");
      case "subscript" -> label(syntax.parts().get(0));
      case "btrim", "ltrim", "rtrim" -> strong(syntax.word());
      case "case", "case of" -> weak("case");
      case "case else", "case of else" ->
          label(syntax.parts().get(syntax.parts().size() - 1))
              .map(last -> last.strong() ? last : new Label("case", false));
      default -> weak(NONE);
    };
  }

  private static Optional<Label> ofQuery(Expr.SubQuery query) {
    return switch (query.of()) {
      case EXISTS -> strong("exists");
      case ARRAY -> strong("array");
      case SCALAR -> {
        boolean one =
            query.query().body() instanceof Query.Select select && select.items().size() == 1;
        if (!one) {
          yield Optional.empty();
        }
        Query.Item item = ((Query.Select) query.query().body()).items().get(0);
        yield item.alias().isPresent() ? strong(item.alias().get().value()) : label(item.value());
      }
    };
  }
}
