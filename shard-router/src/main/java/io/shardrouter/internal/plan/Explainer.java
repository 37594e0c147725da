package io.shardrouter.internal.plan;

import static java.util.stream.Collectors.joining;

import io.shardrouter.Explanation;
import io.shardrouter.Explanation.Kind;
import io.shardrouter.internal.plan.Planner.Holders;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Gathering.Amount;
import io.shardrouter.internal.sql.Gathering.OrderKey;
import io.shardrouter.internal.sql.Gathering.Pull;
import io.shardrouter.internal.sql.KeyValue;
import io.shardrouter.internal.sql.Keys;
import io.shardrouter.internal.sql.Refusal;
import io.shardrouter.internal.sql.Shape;
import io.shardrouter.internal.sql.ShardText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells people where a statement goes and what happens there. Stateless. */
public final class Explainer {
  private static final Pattern ASKED =
      Pattern.compile(
          "\\s*EXPLAIN\\s*\\(\\s*SHARDS\\s*\\)\\s*(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final List<Integer> shards;
  private final Holders holders;

  /**
   * @param shards the ids of all shards
   */
  public Explainer(List<Integer> shards, Holders holders) {
    this.shards = List.copyOf(shards);
    this.holders = holders;
  }

  /** The statement that {@code sql} asks about by {@code EXPLAIN (SHARDS)}; empty: it does not. */
  public static Optional<String> asked(String sql) {
    Matcher matcher = ASKED.matcher(sql);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What becomes of a statement whose key has no value yet. */
  public Explanation explain(Shape shape) {
    return new Explanation(
        Kind.SINGLE_SHARD,
        List.of(),
        List.of("shape: " + shapeOf(shape), "route: the shard that holds the key, verbatim"));
  }

  /** What becomes of a statement of {@code shape} by {@code route}. */
  public Explanation explain(Shape shape, Route route) {
    List<String> lines = new ArrayList<>();
    lines.add("shape: " + shapeOf(shape));
    if (route instanceof Route.Single single) {
      return verbatim(Kind.SINGLE_SHARD, keyed(Set.of(single.key())), lines);
    }
    if (route instanceof Route.Several several) {
      return verbatim(Kind.SINGLE_SHARD, keyed(several.keys()), lines);
    }
    if (route instanceof Route.OneShard named) {
      return verbatim(Kind.ANY_SHARD, new Target(named.shard(), ""), lines);
    }
    if (route instanceof Route.Scatter scatter) {
      return gathered(scatter, lines);
    }
    if (route instanceof Route.Split split) {
      return split(split, lines);
    }
    if (route instanceof Route.Refused refused) {
      return refused(refused.refusal(), lines);
    }
    if (route instanceof Route.Reference) {
      lines.add("route: any one shard, verbatim");
      return new Explanation(Kind.ANY_SHARD, List.of(shards.get(0)), lines);
    }
    lines.add("route: the session's shards");
    return new Explanation(Kind.SESSION, shards, lines);
  }

  /** Where something goes, and why there. */
  private record Target(int shard, String why) {}

  private Target keyed(Set<RoutedKey> keys) {
    String why =
        keys.stream()
            .map(key -> "slot " + key.slot() + " of group " + key.group())
            .distinct()
            .collect(joining(", ", ", ", ""));
    return new Target(holders.holder(keys.iterator().next()), why);
  }

  private static Explanation verbatim(Kind kind, Target target, List<String> lines) {
    lines.add("route: shard " + target.shard() + target.why() + ", verbatim");
    return new Explanation(kind, List.of(target.shard()), lines);
  }

  private Explanation gathered(Route.Scatter scatter, List<String> lines) {
    Gathering gathering = scatter.gathering();
    List<Integer> asked = asked(scatter.keys());
    String where = (scatter.keys().isEmpty() ? "all shards " : "the keys' shards ") + asked;
    if (gathering instanceof Gathering.Merge merge) {
      lines.add("route: " + where);
      lines.add("each: " + text(merge.text()));
      lines.add("merge: " + merging(merge));
      return new Explanation(Kind.MERGED, asked, lines);
    }
    if (gathering instanceof Gathering.Fold fold) {
      lines.add("route: " + where);
      lines.add("each: " + text(fold.text()));
      lines.add("fold: " + folding(fold));
      return new Explanation(Kind.FOLDED, asked, lines);
    }
    if (gathering instanceof Gathering.Finish finish) {
      lines.add("route: " + where + ", finished on one of them");
      for (Pull pull : finish.pulls()) {
        lines.add("bring %s: %s".formatted(pull.name(), text(pull.text())));
      }
      lines.add("finish: " + text(finish.statement()));
      return new Explanation(Kind.FINISHED, asked, lines);
    }
    return refused(((Gathering.Refused) gathering).refusal(), lines);
  }

  private Explanation split(Route.Split split, List<String> lines) {
    Map<Integer, List<Integer>> byShard = new TreeMap<>();
    for (int row = 0; row < split.keys().size(); row++) {
      int shard = holders.holder(split.keys().get(row));
      byShard.computeIfAbsent(shard, id -> new ArrayList<>()).add(row);
    }
    lines.add(
        "route: each row to its shard, in a transaction of its own: by transactions: best-effort"
            + " and in autocommit alone");
    byShard.forEach(
        (shard, rows) -> lines.add("shard " + shard + ": " + text(split.rows().of(rows))));
    return new Explanation(Kind.SPLIT, List.copyOf(byShard.keySet()), lines);
  }

  private List<Integer> asked(Set<RoutedKey> keys) {
    return keys.isEmpty()
        ? shards
        : keys.stream().map(holders::holder).distinct().sorted().toList();
  }

  private static Explanation refused(Refusal refusal, List<String> lines) {
    lines.add("refused: " + refusal.state().code() + " " + refusal.message());
    return new Explanation(Kind.REFUSED, List.of(), lines);
  }

  /** On one line, as it is sent; parameters keep the caller's numbers. */
  private static String text(ShardText text) {
    String numbers = text.parameters().isEmpty() ? "" : "  with parameters " + text.parameters();
    return text.sql().strip().replaceAll("\\s*\\n\\s*", " ") + numbers;
  }

  private static String merging(Gathering.Merge merge) {
    String order =
        merge.order().isEmpty() ? "one shard behind the other" : "by " + order(merge.order());
    return order + amounts(merge.offset(), merge.limit());
  }

  private static String folding(Gathering.Fold fold) {
    String groups = fold.keys().isEmpty() ? "all rows into one" : "each group into one row";
    String order = fold.order().isEmpty() ? "" : ", by " + order(fold.order());
    return groups + order + amounts(fold.offset(), fold.limit());
  }

  private static String order(List<OrderKey> keys) {
    return keys.stream().map(Explainer::order).collect(joining(", "));
  }

  private static String amounts(Optional<Amount> offset, Optional<Amount> limit) {
    return offset.map(amount -> ", offset " + amount(amount)).orElse("")
        + limit.map(amount -> ", limit " + amount(amount)).orElse("");
  }

  private static String order(OrderKey key) {
    return "column %d%s nulls %s"
        .formatted(
            key.column(), key.descending() ? " desc" : "", key.nullsFirst() ? "first" : "last");
  }

  private static String amount(Amount amount) {
    return amount instanceof Amount.Constant constant
        ? Long.toString(constant.rows())
        : "$" + ((Amount.Parameter) amount).index();
  }

  private static String shapeOf(Shape shape) {
    if (shape instanceof Shape.Read read) {
      return "reads " + keys(read.keys());
    }
    if (shape instanceof Shape.Write write) {
      return "writes " + keys(write.keys());
    }
    if (shape instanceof Shape.Hinted hinted) {
      return "hint for " + keys(hinted.key());
    }
    return shape.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  private static String keys(Keys keys) {
    return keys.complete()
        ? keys.constraints().stream().map(Explainer::keys).distinct().collect(joining("; "))
        : "rows of any key";
  }

  private static String keys(Keys.Constraint constraint) {
    return constraint.values().stream()
        .map(Explainer::value)
        .collect(joining(", ", "group " + constraint.group() + " key ", ""));
  }

  /** Parameters by number, and no value of the text: it may be a person's name. */
  private static String value(KeyValue value) {
    if (value instanceof KeyValue.Parameter parameter) {
      return "$" + parameter.index();
    }
    if (value instanceof KeyValue.Elements elements) {
      return "any of $" + elements.index();
    }
    if (value instanceof KeyValue.Range range) {
      return "from " + value(range.from()) + " to " + value(range.to());
    }
    return value instanceof KeyValue.Null ? "null" : "of the text";
  }
}
