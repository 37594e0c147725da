package io.shardrouter;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table's name as PostgreSQL reads it: unquoted identifiers are folded to lower case.
 *
 * @param schema the schema; empty where the role's {@code search_path} finds the table
 * @param name the table's name as in the catalog
 */
public record TableName(Optional<String> schema, String name) {
  private static final String PART = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern NAME = Pattern.compile("(?:" + PART + "\\.)?" + PART);
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /**
   * Reads {@code users}, {@code app.users} or {@code "Mixed Case"}.
   *
   * @throws ConfigurationException where {@code text} is no such name
   */
  public static TableName parse(String text) {
    Matcher m = NAME.matcher(text);
    if (!m.matches()) {
      throw new ConfigurationException(
          "'" + text + "' is no table name; write name, schema.name, or \"Quoted Name\"");
    }
    return new TableName(Optional.ofNullable(m.group(1)).map(TableName::fold), fold(m.group(2)));
  }

  /** A column's name as in the catalog, from one as PostgreSQL reads it. */
  public static String column(String text) {
    TableName parsed = parse(text);
    if (parsed.schema.isPresent()) {
      throw new ConfigurationException("'" + text + "' is no column name; name the column alone");
    }
    return parsed.name;
  }

  private static String fold(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part.toLowerCase(Locale.ROOT);
  }

  /** The name in SQL, quoted where it must be. */
  public String quoted() {
    return schema.map(s -> quote(s) + ".").orElse("") + quote(name);
  }

  private static String quote(String part) {
    return PLAIN.matcher(part).matches() ? part : "\"" + part.replace("\"", "\"\"") + "\"";
  }

  @Override
  public String toString() {
    return quoted();
  }
}
