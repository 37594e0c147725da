package io.shardrouter.internal.exec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts common table expressions in front of a query. Where it is not plain how, nothing is done:
 * then the tables become temporary ones.
 */
final class CommonTables {
  /** White space and comments that hold no others. */
  private static final String SKIPPED =
      "(?:\\s++|--[^\\n]*+|/\\*(?:[^*/]++|\\*(?!/)|/(?!\\*))*+\\*/)";

  private static final Pattern START =
      Pattern.compile(
          "%1$s*+(with\\b%1$s*+(?:recursive\\b%1$s*+)?|select\\b|values\\b|table\\b|\\((?:%1$s|\\()*+)"
              .formatted(SKIPPED),
          Pattern.CASE_INSENSITIVE);

  private CommonTables() {}

  /**
   * {@code sql} with {@code tables} in front.
   *
   * @param names the names of the tables
   * @param tables the expressions, without WITH
   */
  static Optional<String> before(String sql, List<String> names, String tables) {
    Matcher start = START.matcher(sql);
    if (!start.lookingAt()) {
      return Optional.empty();
    }
    String word = start.group(1);
    if (startsWithWith(word, 0)) {
      return names.stream().anyMatch(name -> mayDefine(sql, name))
          ? Optional.empty()
          : Optional.of(sql.substring(0, start.end()) + tables + ", " + sql.substring(start.end()));
    }
    return word.startsWith("(") && startsWithWith(sql, start.end())
        ? Optional.empty()
        : Optional.of("with " + tables + "\n" + sql);
  }

  private static boolean startsWithWith(String text, int at) {
    return text.regionMatches(true, at, "with", 0, 4);
  }

  /** Whether {@code sql} may have a common table expression of this name of its own. */
  private static boolean mayDefine(String sql, String name) {
    String definition =
        "(?:^|\\W)\"?%s\"?%2$s*+(?:\\([^()]*\\)%2$s*+)?as\\b%2$s*+"
            + "(?:not\\b%2$s*+)?(?:materialized\\b%2$s*+)?\\(";
    String quoted = Pattern.quote(name.replace("\"", "\"\""));
    return Pattern.compile(
            definition.formatted(quoted, SKIPPED), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(sql)
        .find();
  }
}
