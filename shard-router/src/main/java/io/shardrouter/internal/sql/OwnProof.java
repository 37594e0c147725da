package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.Span;
import io.shardrouter.internal.sql.syntax.SqlText;

/**
 * Tells which statements can prove by themselves that their shard holds the key: those of which
 * PostgreSQL is certain to look at the condition before it gives a row, or says that there is none.
 *
 * <p>A condition without columns gates everything that FROM and WHERE find: PostgreSQL evaluates it
 * once, and first. Only a condition of the same kind might come before it and make it unneeded;
 * such ones could tell something of the shard if they held a query, were a policy of a table, or
 * asked for the database's name. Of a partitioned table the condition is looked at with each
 * partition, and so not at all where a shard has none for the values asked for. What a function
 * reads by itself is not of the statement's snapshot.
 */
final class OwnProof {
  /** The session's values that tell nothing of the session. */
  private static final ImmutableSet<String> CLOCK =
      ImmutableSet.of(
          "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp");

  private final SqlText text;
  private final Bindings bindings;
  private final FunctionFacts functions;

  OwnProof(SqlText text, Bindings bindings, FunctionFacts functions) {
    this.text = text;
    this.bindings = bindings;
    this.functions = functions;
  }

  /** Where {@code statement}, which only reads, takes the condition. */
  ProofPlace place(BoundQuery statement) {
    if (!(statement.body() instanceof BoundQuery.OfSelect body) || bindings.queries().size() > 1) {
      return ProofPlace.NONE;
    }
    Query.Select select = body.select().syntax();
    // OR alone binds less than AND.
    boolean takes = select.where().filter(where -> !(where instanceof Expr.Or)).isPresent();
    return takes && !select.into() && areTables() && areKnown()
        ? new ProofPlace(
            text.end(new Span(0, select.rowsEnd())),
            text.parameters(new Span(0, select.rowsEnd())).length())
        : ProofPlace.NONE;
  }

  private boolean areTables() {
    return bindings.sources().stream()
        .filter(source -> source.calls().isEmpty())
        .allMatch(source -> source.relation().filter(Catalog.Relation::plain).isPresent());
  }

  private boolean areKnown() {
    return bindings.roots().stream().flatMap(Expr::walk).allMatch(this::isKnown);
  }

  private boolean isKnown(Expr expr) {
    if (expr instanceof Expr.Call call) {
      return functions.runsOnSeveral(call);
    }
    if (expr instanceof Expr.SessionValue value) {
      return CLOCK.contains(value.word());
    }
    return functions.opaqueOperator(expr).isEmpty();
  }
}
