package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import io.shardrouter.migrator.internal.catalog.GroupTable.Inside;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads all tables of a group with one query for each concept. */
final class CatalogReader {
  private static final String LISTED =
      """
      select table_name, key_column, coalesce((%s)::bigint, 0) as oid
        from shard_router.group_table where group_name = ? order by table_name
      """
          .formatted(Relation.oidOf("table_name"));

  private final Connection connection;
  private final String group;

  CatalogReader(Connection connection, String group) {
    this.connection = connection;
    this.group = group;
  }

  private record Listed(String table, String keyColumn, long oid) {}

  GroupCatalog read() throws SQLException {
    ImmutableList<Listed> listed =
        Sql.rows(
            connection,
            row ->
                new Listed(
                    row.getString("table_name"), row.getString("key_column"), row.getLong("oid")),
            LISTED,
            group);
    Map<Long, String> keyColumns = new TreeMap<>();
    listed.stream()
        .filter(table -> table.oid() != 0)
        .forEach(table -> keyColumns.putIfAbsent(table.oid(), table.keyColumn()));
    TableOrder order = TextForm.ofDefinitions(connection, () -> TableOrder.of(tables(keyColumns)));
    return new GroupCatalog(
        group,
        Sql.one(connection, row -> row.getInt(1), "select shard_router.self()"),
        Sql.one(connection, row -> row.getString(1), "select current_setting('server_encoding')"),
        order.tables(),
        listed.stream()
            .filter(table -> table.oid() == 0)
            .map(Listed::table)
            .collect(ImmutableList.toImmutableList()),
        order.cyclic());
  }

  private List<GroupTable> tables(Map<Long, String> keyColumns) throws SQLException {
    ImmutableList<Relation> relations = Relation.read(connection, keyColumns.keySet());
    ImmutableMap<Long, String> names =
        relations.stream()
            .collect(ImmutableMap.toImmutableMap(Relation::oid, Relation::name, (a, b) -> a));
    ImmutableSet<Long> oids = names.keySet();
    ImmutableListMultimap<Long, Columns.Found> columns =
        Columns.read(connection, oids, TypeGraph.read(connection, oids));
    Parts parts =
        new Parts(
            Multimaps.index(relations, Relation::root),
            columns,
            Columns.sequences(connection, names),
            UniqueRule.read(connection, oids),
            ForeignKey.read(connection, oids),
            Firing.read(connection, oids),
            Unvalidated.read(connection, oids),
            Definitions.read(connection, relations, columns));
    return relations.stream()
        .filter(Relation::isRoot)
        .sorted(Comparator.comparing(Relation::name))
        .map(table -> parts.table(table, keyColumns.getOrDefault(table.oid(), "")))
        .toList();
  }

  /** All that was read, by OIDs of tables and their partitions. */
  private record Parts(
      ImmutableListMultimap<Long, Relation> relations,
      ImmutableListMultimap<Long, Columns.Found> columns,
      ImmutableListMultimap<Long, ColumnSequence> sequences,
      ImmutableListMultimap<Long, UniqueRule> rules,
      ImmutableList<ForeignKey> foreignKeys,
      ImmutableList<Firing> firings,
      ImmutableList<Unvalidated> unvalidated,
      ImmutableMap<Long, ImmutableMap<String, String>> definitions) {

    GroupTable table(Relation table, String keyColumn) {
      ImmutableList<Relation> members = relations.get(table.oid());
      Set<Long> oids = members.stream().map(Relation::oid).collect(Collectors.toSet());
      ImmutableList<Columns.Found> all = columns.get(table.oid());
      return new GroupTable(
          table.name(),
          table.oid(),
          keyColumn,
          listed(all.stream().filter(found -> !found.isGenerated()).map(Columns.Found::column)),
          listed(all.stream().filter(Columns.Found::isGenerated).map(Columns.Found::column)),
          sequences.get(table.oid()),
          listed(foreignKeys.stream().filter(key -> oids.contains(key.from()))),
          listed(foreignKeys.stream().filter(key -> oids.contains(key.to()))),
          schemas(members, all),
          definitions.getOrDefault(table.oid(), ImmutableMap.of()),
          new Inside(
              members,
              listed(members.stream().flatMap(member -> rules.get(member.oid()).stream())),
              listed(firings.stream().filter(firing -> oids.contains(firing.relation()))),
              listed(unvalidated.stream().filter(each -> oids.contains(each.relation())))));
    }

    private static ImmutableSet<String> schemas(
        List<Relation> members, List<Columns.Found> columns) {
      return Stream.concat(
              members.stream().map(Relation::schema),
              columns.stream().flatMap(found -> found.typeSchemas().stream()))
          .collect(ImmutableSet.toImmutableSet());
    }

    private static <T> ImmutableList<T> listed(Stream<T> all) {
      return all.collect(ImmutableList.toImmutableList());
    }
  }
}
