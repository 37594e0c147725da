package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.guard.SqlText;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of the group on one shard, and the SQL by which its rows travel.
 *
 * @param name qualified and quoted, so safe in any SQL: {@code "app"."Users"}
 * @param oid its OID on its shard
 * @param keyColumn the column with the sharding key, as in the catalog, unquoted
 * @param columns those that are copied, in the table's order: neither dropped nor generated
 * @param generated the generated columns, which the target computes itself
 * @param sequences those that feed its columns
 * @param foreignKeys those on it or its partitions
 * @param incoming those that refer to it or its partitions
 * @param schemas those of its partitions and types too, quoted
 * @param definitions what must be the same on two shards, by what it describes
 * @param inside what only this package looks at
 */
public record GroupTable(
    String name,
    long oid,
    String keyColumn,
    ImmutableList<Column> columns,
    ImmutableList<Column> generated,
    ImmutableList<ColumnSequence> sequences,
    ImmutableList<ForeignKey> foreignKeys,
    ImmutableList<ForeignKey> incoming,
    ImmutableSet<String> schemas,
    ImmutableMap<String, String> definitions,
    Inside inside) {

  /**
   * What only this package looks at.
   *
   * @param relations the table, then its partitions
   * @param rules its unique indexes and exclusion constraints, and its partitions' own
   * @param firings triggers and rules
   * @param unvalidated constraints that rows may violate
   */
  record Inside(
      ImmutableList<Relation> relations,
      ImmutableList<UniqueRule> rules,
      ImmutableList<Firing> firings,
      ImmutableList<Unvalidated> unvalidated) {}

  /** In double quotes. */
  public String keyColumnSql() {
    return SqlText.identifier(keyColumn);
  }

  /**
   * What {@code copy (select … from} this table {@code where …) to stdout (format binary)} reads.
   */
  public String copyList() {
    return list(Column::leaving);
  }

  /** Makes a staging table: logged, with the columns and nothing else. */
  public String createStaging(String stagingName) {
    return "create table " + stagingName + " (" + list(Column::staged) + ")";
  }

  /** Takes into the staging table what {@link #copyList} gave. */
  public String copyIn(String stagingName) {
    return "copy " + stagingName + " (" + list(Column::sql) + ") from stdin (format binary)";
  }

  /** Brings all staged rows into the table, with identities and keys as they were. */
  public String insertFromStaging(String stagingName) {
    return "insert into "
        + name
        + " ("
        + list(Column::sql)
        + ") overriding system value select "
        + list(Column::arriving)
        + " from "
        + stagingName;
  }

  /**
   * Counts and sums up rows of this table or of a staging table of it, with the same two numbers
   * for the same rows on every shard under {@link TextForm#SETTINGS}: a {@code bigint} and a {@code
   * numeric}.
   *
   * @param from {@link #name} or a staging table
   * @param where a condition; empty: all rows
   */
  public String checksum(String from, String where) {
    return "select count(*), coalesce(sum(hashtextextended(row("
        + list(Column::sql)
        + ")::text collate \"C\", 0)), 0) from "
        + from
        + (where.isEmpty() ? "" : " where " + where);
  }

  /** What to ask on the target, where this table was read, before staged rows are taken in. */
  public ImmutableList<CollisionCheck> collisionChecks(String stagingName) {
    return inside.rules().stream()
        .filter(rule -> !rule.contains(keyColumn))
        .map(rule -> rule.check(stagedRows(stagingName)))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * What to ask on the target of staged rows that refer to tables outside the group; the staging
   * table is this table's.
   *
   * @param group the catalog that this table is of
   */
  public ImmutableList<ReferenceCheck> referenceChecks(String stagingName, GroupCatalog group) {
    return foreignKeys.stream()
        .filter(key -> group.tableWith(key.to()).isEmpty())
        .map(
            key ->
                new ReferenceCheck(
                    key.name(), key.missing(stagedRows(stagingName), key.referenced())))
        .collect(ImmutableList.toImmutableList());
  }

  /** A query in parentheses: staged rows as they will be in the table, generated columns too. */
  String stagedRows(String stagingName) {
    String stored =
        "(select "
            + list(column -> column.arriving() + " as " + column.sql())
            + " from "
            + stagingName
            + ")";
    if (generated.isEmpty()) {
      return stored;
    }
    return "(select *, "
        + generated.stream()
            .map(
                column -> "(" + column.generation() + ")::" + column.type() + " as " + column.sql())
            .collect(Collectors.joining(", "))
        + " from "
        + stored
        + " stored)";
  }

  /** Whether the relation with this OID is this table or one of its partitions. */
  boolean has(long relation) {
    return inside.relations().stream().anyMatch(each -> each.oid() == relation);
  }

  Relation relation() {
    return inside.relations().get(0);
  }

  Stream<Column> allColumns() {
    return Stream.concat(columns.stream(), generated.stream());
  }

  private String list(Function<Column, String> form) {
    return columns.stream().map(form).collect(Collectors.joining(", "));
  }
}
