package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.SqlText;
import io.shardrouter.internal.sql.syntax.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Texts that are known by their first words. */
final class Commands {
  private static final ImmutableSet<String> TRANSACTION =
      ImmutableSet.of(
          "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release");
  private static final ImmutableSet<String> SETTING = ImmutableSet.of("set", "reset", "discard");
  private static final ImmutableSet<String> DEFINITION =
      ImmutableSet.of(
          "create",
          "alter",
          "drop",
          "truncate",
          "grant",
          "revoke",
          "comment",
          "reindex",
          "analyze",
          "analyse",
          "cluster",
          "refresh",
          "security",
          "import",
          "reassign");
  private static final ImmutableSet<String> REFUSED =
      ImmutableSet.of(
          "copy",
          "call",
          "do",
          "listen",
          "unlisten",
          "notify",
          "vacuum",
          "lock",
          "declare",
          "fetch",
          "move",
          "close",
          "prepare",
          "execute",
          "deallocate",
          "load",
          "checkpoint");

  private Commands() {}

  /** The shape of a text that is known by its first words; empty for one with rows. */
  static Optional<Shape> shape(SqlText text) {
    List<Token> tokens = text.tokens();
    Token first = tokens.get(0);
    if (text.statements() == 0) {
      return Optional.of(new Shape.Anywhere());
    }
    if (text.statements() > 1) {
      return Optional.of(several(text));
    }
    String word = first.kind() == Token.Kind.WORD ? first.value() : "";
    if (TRANSACTION.contains(word)) {
      return Optional.of(new Shape.Transaction());
    }
    if (SETTING.contains(word)) {
      return Optional.of(new Shape.Setting());
    }
    if (word.equals("show")) {
      return Optional.of(new Shape.Anywhere());
    }
    String clause = word.toUpperCase(Locale.ROOT);
    if (DEFINITION.contains(word)) {
      return Optional.of(new Shape.Everywhere(everywhere(clause)));
    }
    if (REFUSED.contains(word)) {
      return Optional.of(
          new Shape.Refused(
              Refusals.of(clause, "its text does not tell which shard it is for", Refusals.BIND)));
    }
    return Optional.empty();
  }

  private static Refusal everywhere(String clause) {
    return Refusals.of(
        clause,
        "DDL through the router comes later",
        "run it on each shard through shardDataSource(id)");
  }

  /** Several statements: settings alone. */
  private static Shape several(SqlText text) {
    boolean begins = true;
    for (Token token : text.tokens()) {
      boolean separator = token.kind() == Token.Kind.SYMBOL && token.value().equals(";");
      boolean counts = begins && !separator && token.kind() != Token.Kind.END;
      if (counts && !(token.kind() == Token.Kind.WORD && SETTING.contains(token.value()))) {
        return new Shape.Refused(
            Refusals.of(
                "several statements in one text",
                "each may belong on another shard",
                "run them one by one, or " + Refusals.BIND));
      }
      begins = separator;
    }
    return new Shape.Setting();
  }
}
