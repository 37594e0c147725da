package io.shardrouter.internal.sql;

import com.google.common.primitives.ImmutableIntArray;
import io.shardrouter.internal.sql.syntax.Span;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A text put together from words of our own and pieces of the caller's text. */
final class Pieces {
  private final SqlText text;
  private final StringBuilder sql = new StringBuilder();
  private final ImmutableIntArray.Builder parameters = ImmutableIntArray.builder();

  Pieces(SqlText text) {
    this.text = text;
  }

  /** Words of our own; without question marks. */
  Pieces add(String words) {
    sql.append(words);
    return this;
  }

  /** A piece of the caller's text. */
  Pieces add(Span span) {
    return add(span, Map.of());
  }

  /**
   * A piece of the caller's text, edited.
   *
   * @param edits what stands there instead of some of its stretches; they do not overlap
   */
  Pieces add(Span span, Map<Span, String> edits) {
    List<Span> inside =
        edits.keySet().stream()
            .filter(edit -> edit.from() >= span.from() && edit.to() <= span.to())
            .sorted(Comparator.comparingInt(Span::from))
            .toList();
    int at = text.start(span);
    int token = span.from();
    for (Span edit : inside) {
      sql.append(text.text(), at, text.start(edit)).append(edits.get(edit));
      parameters.addAll(text.parameters(new Span(token, edit.from())));
      at = text.end(edit);
      token = edit.to();
    }
    sql.append(text.text(), at, text.end(span));
    parameters.addAll(text.parameters(new Span(token, span.to())));
    return this;
  }

  ShardText build() {
    return new ShardText(sql.toString(), parameters.build());
  }
}
