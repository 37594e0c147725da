package io.shardrouter.internal.exec;

import static java.util.stream.Collectors.joining;

import com.google.common.primitives.ImmutableIntArray;
import io.shardrouter.internal.sql.Gathering.Pull;
import io.shardrouter.internal.sql.Gathering.PulledColumn;
import io.shardrouter.internal.sql.ShardText;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of all tables that a statement needs, asked for by one statement, so that they are of
 * one snapshot in any transaction and come in one round trip. The first column tells the table.
 */
final class PulledTogether {
  private PulledTogether() {}

  /** What each shard is asked; every column comes as text. */
  static ShardText text(List<Pull> pulls) {
    int width = pulls.stream().mapToInt(pull -> pull.columns().size()).max().orElse(0);
    ImmutableIntArray.Builder parameters = ImmutableIntArray.builder();
    pulls.forEach(pull -> parameters.addAll(pull.text().parameters()));
    String sql =
        IntStream.range(0, pulls.size())
            .mapToObj(table -> branch(table, pulls.get(table), width))
            .collect(joining(" union all "));
    return new ShardText(sql, parameters.build());
  }

  private static String branch(int table, Pull pull, int width) {
    int columns = pull.columns().size();
    String texts =
        IntStream.range(0, width)
            .mapToObj(
                i -> i < columns ? ", " + text(pull.columns().get(i), "c" + i) : ", null::text")
            .collect(joining());
    String names = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(joining(", "));
    // The text may end in a comment.
    return "select %d%s from (%n%s%n) as p%s"
        .formatted(table, texts, pull.text().sql(), columns == 0 ? "" : "(" + names + ")");
  }

  /** A cast would cut the spaces off a bpchar, which only a declared length brings back. */
  private static String text(PulledColumn column, String name) {
    return column.type().isPresent()
        ? name + "::text"
        : "case when num_nonnulls(%1$s) = 1 then concat(%1$s) end".formatted(name);
  }
}
