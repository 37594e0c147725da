package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Expr;
import java.util.List;
import java.util.Optional;

/** What GROUP BY and ORDER BY mean by the number or the label of something selected. */
final class SelectedColumns {
  private SelectedColumns() {}

  /** The index of what {@code key} names, from 0; empty if it is no number or label. */
  static Optional<Integer> index(Expr key, List<BoundQuery.Output> outputs) {
    if (key instanceof Expr.Constant constant && constant.of() == Expr.Written.NUMBER) {
      return number(constant.value()).filter(i -> i >= 0 && i < outputs.size());
    }
    if (key instanceof Expr.Column column && column.names().size() == 1) {
      for (int i = 0; i < outputs.size(); i++) {
        if (outputs.get(i).name().equals(column.last())) {
          return Optional.of(i);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> number(String digits) {
    try {
      return Optional.of(Integer.parseInt(digits) - 1);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<BoundQuery.Output> find(Expr key, List<BoundQuery.Output> outputs) {
    return index(key, outputs).map(outputs::get);
  }
}
