package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rights that the moving role lacks. */
final class Rights {
  private static final ImmutableList<String> SOURCE =
      ImmutableList.of("SELECT", "UPDATE", "DELETE");
  private static final ImmutableList<String> TARGET = ImmutableList.of("SELECT", "INSERT");

  private static final String LACKS_ON_TABLE =
      """
      select w.privilege from unnest(?::text[]) with ordinality w(privilege, pos)
       where not has_table_privilege(?, ?::bigint::oid, w.privilege) order by w.pos
      """;
  private static final String LACKS_ON_SEQUENCE =
      """
      select w.privilege from unnest(?::text[]) with ordinality w(privilege, pos)
       where not has_sequence_privilege(?, ?::bigint::oid, w.privilege) order by w.pos
      """;
  private static final String LACKS_ON_SCHEMAS =
      """
      select quote_ident(nspname) as schema from pg_catalog.pg_namespace
       where quote_ident(nspname) = any(?) and not has_schema_privilege(?, oid, 'USAGE')
       order by 1
      """;

  private final Side side;
  private final Set<String> reasons = new LinkedHashSet<>();

  private Rights(Side side) {
    this.side = side;
  }

  static ImmutableList<String> objections(Side side) throws SQLException {
    return new Rights(side).look();
  }

  private ImmutableList<String> look() throws SQLException {
    Set<String> schemas = new LinkedHashSet<>();
    for (GroupTable table : side.catalog().tables()) {
      schemas.addAll(table.schemas());
      lookAtTable(table.oid(), table.name(), side.isTarget() ? TARGET : SOURCE);
      for (ColumnSequence sequence : table.sequences()) {
        lookAtSequence(sequence);
      }
      if (side.isTarget()) {
        for (ForeignKey key : table.foreignKeys()) {
          lookAtTable(key.to(), key.referenced(), ImmutableList.of("SELECT"));
        }
      }
    }
    for (String schema :
        Query.rows(
            side.connection(),
            LACKS_ON_SCHEMAS,
            row -> row.getString("schema"),
            schemas,
            side.role().name())) {
      refuse("USAGE", "SCHEMA " + schema);
    }
    return ImmutableList.copyOf(reasons);
  }

  private void lookAtTable(long oid, String name, ImmutableList<String> wanted)
      throws SQLException {
    refuse(lacks(LACKS_ON_TABLE, oid, wanted), name);
  }

  /** Reading where it is; on the target it is moved forward too. */
  private void lookAtSequence(ColumnSequence sequence) throws SQLException {
    ImmutableList<String> wanted =
        side.isTarget() ? ImmutableList.of("USAGE", "UPDATE") : ImmutableList.of("USAGE");
    refuse(lacks(LACKS_ON_SEQUENCE, sequence.oid(), wanted), "SEQUENCE " + sequence.sequence());
  }

  private List<String> lacks(String query, long oid, ImmutableList<String> wanted)
      throws SQLException {
    return Query.rows(
        side.connection(), query, row -> row.getString(1), wanted, side.role().name(), oid);
  }

  private void refuse(List<String> privileges, String object) {
    if (!privileges.isEmpty()) {
      refuse(String.join(", ", privileges), object);
    }
  }

  private void refuse(String privileges, String object) {
    reasons.add(
        side.prefix()
            + "role %1$s lacks a right that a move needs; run GRANT %2$s ON %3$s TO %1$s"
                .formatted(side.role().sql(), privileges, object));
  }
}
