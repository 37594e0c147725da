package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.guard.SqlText;

/**
 * A column of a table of the group.
 *
 * @param name as in the catalog, unquoted
 * @param number its number in the catalog, which counts dropped columns too
 * @param type as SQL, with schema and modifier
 * @param collation qualified and quoted; empty where the type has none
 * @param travel how its values get to another shard
 * @param generation the expression of a generated column; empty for others
 * @param localTypes those within its type whose values mean something on their own shard only
 * @param castTypes those within its type that have a cast to or from text of their own, though they
 *     travel as text
 */
public record Column(
    String name,
    int number,
    String type,
    String collation,
    Travel travel,
    String generation,
    ImmutableList<String> localTypes,
    ImmutableList<String> castTypes) {

  /** How values get to another shard. */
  public enum Travel {
    /** In the type's binary form. */
    BINARY,
    /** As text, because the binary form names user-defined types by OIDs, or there is none. */
    TEXT
  }

  /** In double quotes. */
  public String sql() {
    return SqlText.identifier(name);
  }

  /** For the rows that leave: the column, as text where it travels so. */
  String leaving() {
    return travel == Travel.TEXT ? "(" + sql() + ")::text" : sql();
  }

  /** For the rows that arrive: the staged value as the column's type. */
  String arriving() {
    return travel == Travel.TEXT ? sql() + "::" + type : sql();
  }

  /** Its definition in a staging table. */
  String staged() {
    return switch (travel) {
      case TEXT -> sql() + " text";
      case BINARY -> sql() + " " + type + (collation.isEmpty() ? "" : " collate " + collation);
    };
  }
}
