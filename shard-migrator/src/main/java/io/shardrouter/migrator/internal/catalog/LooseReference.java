package io.shardrouter.migrator.internal.catalog;

/**
 * A foreign key within the group that does not tie key to key: nothing keeps a row from referring
 * to one of another key, which would then be left on another shard.
 *
 * @param key the foreign key
 * @param child the referring table of the group
 * @param parent the referenced one
 */
public record LooseReference(ForeignKey key, GroupTable child, GroupTable parent) {

  /** What to ask on the target: staged rows that refer to a row which did not come along. */
  public ReferenceCheck staged(String childStaging, String parentStaging) {
    return new ReferenceCheck(
        key.name(), key.missing(child.stagedRows(childStaging), parent.stagedRows(parentStaging)));
  }

  /**
   * What to ask on the source before the rows are deleted: rows that stay and refer to one that
   * goes. Conditions may call either table {@code t}.
   *
   * @param childWhere which rows of the child go
   * @param parentWhere which rows of the parent go
   */
  public ReferenceCheck leftBehind(String childWhere, String parentWhere) {
    return new ReferenceCheck(
        key.name(),
        ("select 1 from (select * from %s t where (%s) is not true) s join"
                + " (select * from %s t where %s) r on %s limit 1")
            .formatted(
                key.table(), childWhere, key.referenced(), parentWhere, key.match("r", "s")));
  }

  /** Whether the foreign key has the two key columns as a pair. */
  static boolean tiesKeys(ForeignKey key, GroupTable child, GroupTable parent) {
    int position = key.columns().indexOf(child.keyColumn());
    return position >= 0 && key.referencedColumns().get(position).equals(parent.keyColumn());
  }
}
