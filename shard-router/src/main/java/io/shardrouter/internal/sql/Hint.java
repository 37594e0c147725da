package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.SqlState;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a comment ahead of a statement says of its route. */
sealed interface Hint {
  /** {@code shard:key=…}. */
  record Key(KeyValue value, Optional<String> group) implements Hint {}

  /** {@code shard:id=…}. */
  record Shard(int id) implements Hint {}

  /** {@code shard:all}. */
  record All() implements Hint {}

  /** Where the pattern of hints is known. */
  final class Reader {
    private static final Pattern COMMENT =
        Pattern.compile("\\G\\s*+(?:/\\*((?:[^*]|\\*(?!/))*+)\\*/|--([^\\r\\n]*+))");
    private static final Pattern HINT =
        Pattern.compile(
            "shard:(?:(all)|id\\s*=\\s*(\\d{1,9})"
                + "|key\\s*=\\s*(?:'((?:[^']|'')*)'|\\?(\\d{1,5})|(-?\\d{1,18}))"
                + "(?:\\s+group\\s*=\\s*([\\w-]+))?)");

    private Reader() {}

    /** The hint in the comments ahead of a statement. */
    static Optional<Hint> read(String sql) throws RefusalException {
      Matcher comments = COMMENT.matcher(sql);
      Optional<Hint> hint = Optional.empty();
      while (comments.find()) {
        String block = comments.group(1);
        String comment = (block == null ? comments.group(2) : block).strip();
        if (comment.startsWith("shard:")) {
          if (hint.isPresent()) {
            throw refused(comment, "there are two hints");
          }
          hint = Optional.of(one(comment));
        }
      }
      return hint;
    }

    private static Hint one(String comment) throws RefusalException {
      Matcher hint = HINT.matcher(comment);
      if (!hint.matches()) {
        throw refused(comment, "this is no hint");
      }
      if (hint.group(1) != null) {
        return new All();
      }
      if (hint.group(2) != null) {
        return new Shard(Integer.parseInt(hint.group(2)));
      }
      return new Key(value(hint), Optional.ofNullable(hint.group(6)));
    }

    private static KeyValue value(Matcher hint) {
      if (hint.group(4) != null) {
        return new KeyValue.Parameter(Integer.parseInt(hint.group(4)));
      }
      return hint.group(3) != null
          ? new KeyValue.Literal(hint.group(3).replace("''", "'"))
          : new KeyValue.Literal(Long.valueOf(hint.group(5)));
    }

    private static RefusalException refused(String comment, String reason) {
      return new RefusalException(
          new Refusal(
              SqlState.REFUSED,
              "the hint \"" + comment + "\"",
              reason,
              "write shard:key='…' group=…, shard:key=?1, shard:id=… or shard:all"));
    }
  }

  /** The group that a hint means. */
  static Keys.Constraint constraint(Key hint, Catalog catalog) throws RefusalException {
    ImmutableSet<String> groups =
        catalog.relations().values().stream()
            .map(Catalog.Relation::place)
            .filter(Catalog.Place.Sharded.class::isInstance)
            .map(place -> ((Catalog.Place.Sharded) place).group())
            .collect(ImmutableSet.toImmutableSet());
    Optional<String> group =
        hint.group().isEmpty() && groups.size() == 1
            ? Optional.of(groups.iterator().next())
            : hint.group().filter(groups::contains);
    if (group.isEmpty()) {
      throw new RefusalException(
          new Refusal(
              SqlState.BAD_KEY,
              "the hint shard:key",
              "its group is not one of " + groups,
              "add group=… to it"));
    }
    return new Keys.Constraint(group.get(), ImmutableList.of(hint.value()), Keys.Of.THERE);
  }
}
