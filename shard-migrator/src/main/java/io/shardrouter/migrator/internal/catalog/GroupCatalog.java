package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The tables of a group on one shard, parents first.
 *
 * @param group the group's name
 * @param shard the id of the shard that this was read on
 * @param encoding the database's character encoding
 * @param tables those that exist, in an order in which rows can be inserted
 * @param missing tables of the group that the shard lacks, as they were configured
 * @param hasCycle whether foreign keys go round in a circle, so that no order suits them
 */
public record GroupCatalog(
    String group,
    int shard,
    String encoding,
    ImmutableList<GroupTable> tables,
    ImmutableList<String> missing,
    boolean hasCycle) {

  /**
   * Reads the catalog behind {@code connection}, whose {@code search_path} finds the tables that
   * were configured without a schema. Leaves the session and its transaction as they were.
   */
  public static GroupCatalog read(Connection connection, String group) throws SQLException {
    return new CatalogReader(connection, group).read();
  }

  /**
   * Changes whenever the definition of a table, a partition or a type within changes: columns,
   * constraints, indexes, triggers, rules, policies. Comparable only on the same shard.
   */
  public String fingerprint() {
    return Hashing.sha256().hashString(toString(), StandardCharsets.UTF_8).toString();
  }

  /** Foreign keys within the group by which rows of different keys may refer to each other. */
  public ImmutableList<LooseReference> looseReferences() {
    ImmutableList.Builder<LooseReference> loose = ImmutableList.builder();
    for (GroupTable child : tables) {
      for (ForeignKey key : child.foreignKeys()) {
        tableWith(key.to())
            .filter(parent -> !LooseReference.tiesKeys(key, child, parent))
            .ifPresent(parent -> loose.add(new LooseReference(key, child, parent)));
      }
    }
    return loose.build();
  }

  /** The table of the group that the relation is, or is a partition of. */
  Optional<GroupTable> tableWith(long relation) {
    return tables.stream().filter(table -> table.has(relation)).findFirst();
  }

  /** The table of that name, qualified and quoted. */
  public Optional<GroupTable> tableNamed(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }
}
