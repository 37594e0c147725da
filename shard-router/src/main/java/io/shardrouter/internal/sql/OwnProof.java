package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.SqlText;

/**
 * Tells which statements can prove by themselves that their shard holds the key.
 *
 * <p>PostgreSQL computes an OFFSET once, before it asks for the first row of what is below it,
 * whatever the plan. Beside a LIMIT it would have to guess how many rows are wanted, and might
 * choose another plan. What a function reads by itself is not of the statement's snapshot, and
 * policies and views may call any.
 */
final class OwnProof {
  private final SqlText text;
  private final Bindings bindings;
  private final FunctionFacts functions;

  OwnProof(SqlText text, Bindings bindings, FunctionFacts functions) {
    this.text = text;
    this.bindings = bindings;
    this.functions = functions;
  }

  /** Where {@code statement}, which only reads, takes the OFFSET. */
  ProofPlace place(BoundQuery statement) {
    boolean takes =
        statement.body() instanceof BoundQuery.OfSelect body
            && !body.select().syntax().into()
            && statement.syntax().filter(query -> query.limit().isEmpty()).isPresent();
    return takes && areTables() && areKnown()
        ? new ProofPlace(text.end(text.all()), text.parameters(text.all()).length())
        : ProofPlace.NONE;
  }

  private boolean areTables() {
    return bindings.sources().stream()
        .filter(source -> source.calls().isEmpty() && source.relation().isPresent())
        .allMatch(source -> source.relation().get().plain());
  }

  private boolean areKnown() {
    return bindings.roots().stream().flatMap(Expr::walk).allMatch(this::isKnown);
  }

  private boolean isKnown(Expr expr) {
    boolean opaque = expr instanceof Expr.Call call && !functions.runsAnywhere(call);
    return !opaque && functions.opaqueOperator(expr).isEmpty();
  }
}
