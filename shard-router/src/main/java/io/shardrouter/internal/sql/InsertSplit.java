package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.Span;
import io.shardrouter.internal.sql.syntax.SqlText;
import io.shardrouter.internal.sql.syntax.Statement;
import java.util.Optional;

/** Tells INSERTs whose rows can go to their shards apart from each other. */
final class InsertSplit {
  private final SqlText text;
  private final Bindings bindings;

  InsertSplit(SqlText text, Bindings bindings) {
    this.text = text;
    this.bindings = bindings;
  }

  /**
   * The rows, where the statement is nothing but an INSERT of several and reads no table.
   *
   * @param keys those of the rows, if there are no others
   */
  Optional<InsertedRows> of(BoundQuery statement, Keys keys) {
    if (!(statement.body() instanceof BoundQuery.OfModification of)
        || !(of.modification().syntax() instanceof Statement.Insert insert)
        || insert.rows().isEmpty()
        || !(plain(insert.rows().get()) instanceof Query.Values values)) {
      return Optional.empty();
    }
    Source target = of.modification().target();
    boolean alone =
        insert.with().isEmpty()
            && bindings.tables().size() == 1
            && bindings.tables().get(0).equals(target);
    int rows = values.rows().size();
    return alone && rows > 1 && keys.complete() && keys.constraints().size() == rows
        ? Optional.of(rows(target, values, keys))
        : Optional.empty();
  }

  /** What a query is, where it is no more than that. */
  private static Query.Body plain(Query query) {
    boolean more =
        !query.with().isEmpty() || !query.orderBy().isEmpty() || query.limit().isPresent();
    return !more && query.body() instanceof Query.Nested nested
        ? plain(nested.query())
        : more ? new Query.Nested(query) : query.body();
  }

  private InsertedRows rows(Source target, Query.Values values, Keys keys) {
    ImmutableList<Span> spans = values.spans();
    Span all = text.all();
    return new InsertedRows(
        target.sharded().get().key(),
        piece(new Span(all.from(), spans.get(0).from())),
        spans.stream().map(this::piece).collect(ImmutableList.toImmutableList()),
        piece(new Span(spans.get(spans.size() - 1).to(), all.to())),
        keys.constraints());
  }

  private ShardText piece(Span span) {
    Pieces pieces = new Pieces(text);
    return span.from() == span.to() ? pieces.build() : pieces.add(span).build();
  }
}
