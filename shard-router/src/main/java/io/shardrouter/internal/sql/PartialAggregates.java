package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Span;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Aggregates as each shard computes them for its rows, and what makes one of all shards'. Types and
 * scales are those of the aggregates themselves.
 */
final class PartialAggregates {
  private static final ImmutableSet<String> BOOLEAN =
      ImmutableSet.of("bool_and", "bool_or", "every");

  private final SqlText text;
  private final Bindings bindings;
  private final FunctionFacts functions;
  private final ExprTypes types;
  private final Collations collations;
  private final Set<Attribute> keys;
  private final List<Column> columns = new ArrayList<>();
  private final Map<ImmutableList<String>, String> added = new HashMap<>();

  /**
   * A partial aggregate.
   *
   * @param words what a shard computes, in our words and pieces of the text
   */
  record Column(Gathering.PulledColumn column, List<Object> words) {}

  PartialAggregates(SqlText text, Bindings bindings, FunctionFacts functions, Set<Attribute> keys) {
    this.text = text;
    this.bindings = bindings;
    this.functions = functions;
    this.types = new ExprTypes(bindings);
    this.collations = new Collations(bindings);
    this.keys = keys;
  }

  /** The type of a sum of numbers of a type. */
  static Optional<String> sumOf(String type) {
    return switch (type) {
      case "int2", "int4" -> Optional.of("int8");
      case "int8", "numeric" -> Optional.of("numeric");
      default -> Optional.empty();
    };
  }

  List<Column> columns() {
    return columns;
  }

  /** Adds what the shards compute for {@code call}; what makes it of theirs, if that is exact. */
  Optional<String> add(Expr.Call call) {
    Optional<String> known = Optional.ofNullable(added.get(text.means(call.span())));
    Optional<String> all = known.or(() -> addNew(call));
    all.ifPresent(words -> added.put(text.means(call.span()), words));
    return all;
  }

  /** A column is needed even where nothing is asked of the rows. */
  void addOne() {
    column(List.of("count(*)"), Optional.of("bigint"));
  }

  private Optional<String> addNew(Expr.Call call) {
    boolean plain =
        call.over().isEmpty()
            && !call.withinGroup()
            && call.orderBy().isEmpty()
            && functions.of(call) == Catalog.Function.AGGREGATE
            && call.arguments().size() == (call.star() ? 0 : 1);
    boolean countable = !call.distinct() || isKey(call);
    if (!plain || !countable || call.arguments().stream().anyMatch(Expr.Star.class::isInstance)) {
      return Optional.empty();
    }
    return switch (call.last()) {
      case "count" -> Optional.of(count(call));
      case "sum" -> call.star() ? Optional.empty() : sum(call);
      case "avg" -> call.star() ? Optional.empty() : average(call);
      case "min", "max" -> call.star() ? Optional.empty() : extreme(call);
      default ->
          BOOLEAN.contains(call.last())
              ? Optional.of(call.last() + "(" + column(call, Optional.of("boolean")) + ")")
              : Optional.empty();
    };
  }

  /** Distinct keys of different shards are distinct. */
  private boolean isKey(Expr.Call call) {
    return call.arguments().size() == 1
        && bindings.attribute(call.arguments().get(0)).filter(keys::contains).isPresent();
  }

  private String count(Expr.Call call) {
    return "(coalesce(sum(" + column(call, Optional.of("bigint")) + "), 0)::bigint)";
  }

  private Optional<String> sum(Expr.Call call) {
    Optional<String> type = types.of(call.arguments().get(0)).flatMap(PartialAggregates::sumOf);
    return type.map(
        t ->
            t.equals("int8")
                ? "(sum(" + column(call, Optional.of("bigint")) + ")::bigint)"
                : "sum(" + column(call, Optional.of("numeric")) + ")");
  }

  /** PostgreSQL divides the sum by the count, both numeric. */
  private Optional<String> average(Expr.Call call) {
    Optional<String> type = types.of(call.arguments().get(0)).flatMap(PartialAggregates::sumOf);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    String sum = column(words(call, "sum", "::numeric"), Optional.of("numeric"));
    String count = column(words(call, "count", ""), Optional.of("bigint"));
    return Optional.of("(sum(" + sum + ") / nullif(sum(" + count + "), 0))");
  }

  private Optional<String> extreme(Expr.Call call) {
    Optional<Collations.Collation> collation = collations.of(call.arguments().get(0));
    boolean padded =
        collations.column(call.arguments().get(0)).filter(PartialAggregates::isPadded).isPresent();
    if (collation.isEmpty() || padded || !collations.keepsLength(call.arguments().get(0))) {
      return Optional.empty();
    }
    String name = next();
    columns.add(
        new Column(
            new Gathering.PulledColumn(name, Optional.empty(), collation.get().name()),
            List.of(call.span())));
    return Optional.of(call.last() + "(" + name + ")");
  }

  /** What is padded to a length loses the blanks together with it. */
  private static boolean isPadded(Catalog.Column column) {
    return column.base().equals("bpchar");
  }

  private String column(Expr.Call call, Optional<String> type) {
    return column(List.of(call.span()), type);
  }

  private String column(List<Object> words, Optional<String> type) {
    String name = next();
    columns.add(new Column(new Gathering.PulledColumn(name, type, Optional.empty()), words));
    return name;
  }

  private String next() {
    return "shard_router_a" + (columns.size() + 1);
  }

  /** Another aggregate over the same rows. */
  static List<Object> words(Expr.Call call, String name, String suffix) {
    List<Object> words = new ArrayList<>();
    words.add("pg_catalog." + name + "(" + (call.distinct() ? "DISTINCT " : "") + "(");
    words.add(call.arguments().get(0).span());
    words.add("))");
    call.filter()
        .ifPresent(
            filter -> {
              words.add(" FILTER (WHERE ");
              words.add(filter.span());
              words.add(")");
            });
    words.add(suffix);
    return words;
  }

  /** The text of a partial aggregate. */
  static void addTo(Pieces pieces, List<Object> words) {
    for (Object word : words) {
      if (word instanceof Span span) {
        pieces.add(span);
      } else {
        pieces.add((String) word);
      }
    }
  }
}
