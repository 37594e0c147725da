package io.shardrouter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as PostgreSQL's catalog names it: folding and quotes are already undone.
 *
 * @param schema the schema, or empty to let the connection's {@code search_path} find it
 * @param name the table's name in the catalog
 */
public record TableName(Optional<String> schema, String name) {
  /** Refuses nulls. */
  public TableName {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(name, "name");
  }

  /**
   * Reads a name as it would stand in SQL: {@code users}, {@code app.users}, {@code "Mixed Case"}.
   * Unquoted parts are folded to lower case, as PostgreSQL folds them.
   *
   * @throws ConfigurationException when the text is no identifier, or has more than two parts
   */
  public static TableName parse(String text) {
    List<String> parts = SqlIdentifier.parseDotted(text);
    return switch (parts.size()) {
      case 1 -> new TableName(Optional.empty(), parts.get(0));
      case 2 -> new TableName(Optional.of(parts.get(0)), parts.get(1));
      default ->
          throw new ConfigurationException(
              "\"" + text + "\" has " + parts.size() + " parts; write table or schema.table");
    };
  }

  /** Safe in any SQL text: every part in double quotes. */
  public String quoted() {
    return schema.map(s -> SqlIdentifier.quote(s) + ".").orElse("") + SqlIdentifier.quote(name);
  }

  // Written out: Java would link its own when they are first called, before the first row.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TableName table
        && name.equals(table.name)
        && schema.equals(table.schema);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + name.hashCode();
  }

  /** As a person would write it, with quotes only where needed; {@link #parse} reads it back. */
  @Override
  public String toString() {
    return schema.map(s -> SqlIdentifier.plain(s) + ".").orElse("") + SqlIdentifier.plain(name);
  }
}
