package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The numeric types of expressions, by the catalog's names, where they are plain to see. */
final class ExprTypes {
  /** From the narrowest to the widest: what an operator makes of two of them is the wider one. */
  private static final ImmutableList<String> NUMBERS =
      ImmutableList.of("int2", "int4", "int8", "numeric", "float4", "float8");

  private static final ImmutableSet<String> ARITHMETIC = ImmutableSet.of("+", "-", "*", "/", "%");
  private static final ImmutableSet<String> ALIKE =
      ImmutableSet.of("coalesce", "greatest", "least");

  private final Bindings bindings;

  ExprTypes(Bindings bindings) {
    this.bindings = bindings;
  }

  /** The type of {@code expr}; empty where it is no number, or not known. */
  Optional<String> of(Expr expr) {
    if (expr instanceof Expr.Column column) {
      return bindings.attribute(column).flatMap(this::ofAttribute);
    }
    if (expr instanceof Expr.Constant constant) {
      return ofConstant(constant);
    }
    if (expr instanceof Expr.Cast cast) {
      boolean builtIn = cast.type().names().size() == 1 && !cast.type().array();
      String name = cast.type().last();
      return builtIn ? number(Labels.TYPES.getOrDefault(name, name)) : Optional.empty();
    }
    if (expr instanceof Expr.Operation operation && ARITHMETIC.contains(operation.operator())) {
      return operation.left().isPresent()
          ? wider(of(operation.left().get()), of(operation.right()))
          : of(operation.right());
    }
    if (expr instanceof Expr.Syntax syntax) {
      return ofSyntax(syntax);
    }
    return expr instanceof Expr.Call call ? ofCall(call) : Optional.empty();
  }

  private Optional<String> ofAttribute(Attribute column) {
    if (column.owner() instanceof Source source) {
      return source.relation().isPresent()
          ? source.column(column.index()).flatMap(c -> number(c.base()))
          : source.query().flatMap(query -> ofOutput(query, column.index()));
    }
    return ofOutput((BoundQuery) column.owner(), column.index());
  }

  private Optional<String> ofOutput(BoundQuery query, int index) {
    if (!(query.body() instanceof BoundQuery.OfSelect) || index >= query.outputs().size()) {
      return Optional.empty();
    }
    BoundQuery.Output output = query.outputs().get(index);
    return output.attribute().isPresent()
        ? ofAttribute(output.attribute().get())
        : output.expr().flatMap(this::of);
  }

  private static Optional<String> number(String name) {
    return Optional.of(name).filter(NUMBERS::contains);
  }

  private static Optional<String> ofConstant(Expr.Constant constant) {
    if (constant.of() != Expr.Written.NUMBER) {
      return Optional.empty();
    }
    if (!constant.value().chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of("numeric");
    }
    int bits = new BigDecimal(constant.value()).toBigInteger().bitLength();
    return Optional.of(bits < 32 ? "int4" : bits < 64 ? "int8" : "numeric");
  }

  private static Optional<String> wider(Optional<String> left, Optional<String> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    int one = NUMBERS.indexOf(left.get());
    int other = NUMBERS.indexOf(right.get());
    boolean exact = Math.max(one, other) <= NUMBERS.indexOf("numeric");
    // What becomes of a float beside anything else is left to PostgreSQL.
    return exact || one == other
        ? Optional.of(NUMBERS.get(Math.max(one, other)))
        : Optional.of("float8");
  }

  private Optional<String> ofSyntax(Expr.Syntax syntax) {
    if (ALIKE.contains(syntax.word())) {
      return common(syntax.parts());
    }
    if (syntax.word().startsWith("case")) {
      return common(results(syntax));
    }
    return syntax.word().equals("nullif") ? of(syntax.parts().get(0)) : Optional.empty();
  }

  /** What a CASE may give. */
  private static List<Expr> results(Expr.Syntax syntax) {
    ImmutableList.Builder<Expr> results = ImmutableList.builder();
    ImmutableList<Expr> parts = syntax.parts();
    int last = parts.size() - (syntax.word().endsWith("else") ? 1 : 0);
    for (int i = syntax.word().contains(" of") ? 2 : 1; i < last; i += 2) {
      results.add(parts.get(i));
    }
    if (last < parts.size()) {
      results.add(parts.get(last));
    }
    return results.build();
  }

  /** The type that all become, NULL left aside. */
  private Optional<String> common(List<Expr> exprs) {
    return exprs.stream()
        .filter(expr -> !(expr instanceof Expr.Constant c && c.of() == Expr.Written.NULL))
        .map(this::of)
        .reduce(ExprTypes::wider)
        .flatMap(type -> type);
  }

  private Optional<String> ofCall(Expr.Call call) {
    Optional<String> argument =
        call.arguments().isEmpty() ? Optional.empty() : of(call.arguments().get(0));
    return switch (call.last()) {
      case "count" -> Optional.of("int8");
      case "length", "char_length" -> Optional.of("int4");
      case "sum" -> argument.flatMap(PartialAggregates::sumOf);
      case "min", "max", "abs" -> argument;
      default -> Optional.empty();
    };
  }
}
