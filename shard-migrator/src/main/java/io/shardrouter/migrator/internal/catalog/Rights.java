package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rights that the moving role lacks. */
final class Rights {
  private static final Wanted GIVING =
      new Wanted(
          ImmutableList.of("SELECT", "UPDATE", "DELETE"),
          ImmutableList.of("USAGE"),
          ImmutableList.of());

  /** Sequences are moved forward. */
  private static final Wanted TAKING =
      new Wanted(
          ImmutableList.of("SELECT", "INSERT"),
          ImmutableList.of("USAGE", "UPDATE"),
          ImmutableList.of());

  /** Staged rows are held against what is on the target. */
  private static final Wanted CHECKING =
      new Wanted(ImmutableList.of("SELECT"), ImmutableList.of("USAGE"), ImmutableList.of("SELECT"));

  private static final String TABLE =
      """
      select w.privilege from unnest(?::text[]) with ordinality w(privilege, pos)
       where not has_table_privilege(?, ?::bigint::oid, w.privilege) order by w.pos
      """;
  private static final String SEQUENCE =
      """
      select w.privilege from unnest(?::text[]) with ordinality w(privilege, pos)
       where not has_sequence_privilege(?, ?::bigint::oid, w.privilege) order by w.pos
      """;
  private static final String FOREIGN_OWNER =
      """
      select quote_ident(pg_catalog.pg_get_userbyid(c.relowner)) as owner
        from pg_catalog.pg_class c
       where c.oid = ?::bigint::oid and not pg_has_role(?, c.relowner, 'USAGE')
      """;
  private static final String SCHEMAS =
      """
      select quote_ident(nspname) as schema from pg_catalog.pg_namespace
       where quote_ident(nspname) = any(?) and not has_schema_privilege(?, oid, 'USAGE')
       order by 1
      """;

  private final Side side;
  private final MovingRole role;
  private final Wanted wanted;
  private final Set<String> reasons = new LinkedHashSet<>();

  private Rights(Side side, MovingRole role, Wanted wanted) {
    this.side = side;
    this.role = role;
    this.wanted = wanted;
  }

  /**
   * What a role must be able to do with the group's tables, their sequences, and what they refer
   * to.
   */
  private record Wanted(
      ImmutableList<String> tables,
      ImmutableList<String> sequences,
      ImmutableList<String> references) {

    Wanted and(Wanted other) {
      return new Wanted(
          both(tables, other.tables),
          both(sequences, other.sequences),
          both(references, other.references));
    }

    private static ImmutableList<String> both(
        ImmutableList<String> some, ImmutableList<String> others) {
      return ImmutableSet.<String>builder().addAll(some).addAll(others).build().asList();
    }
  }

  static ImmutableList<String> objections(Side side) throws SQLException {
    if (!side.isTarget()) {
      return new Rights(side, side.role(), GIVING).look();
    }
    if (side.role().equals(side.session())) {
      return new Rights(side, side.role(), TAKING.and(CHECKING)).look();
    }
    return ImmutableList.<String>builder()
        .addAll(new Rights(side, side.role(), TAKING).look())
        .addAll(new Rights(side, side.session(), CHECKING).look())
        .build();
  }

  private ImmutableList<String> look() throws SQLException {
    Set<String> schemas = new LinkedHashSet<>();
    for (GroupTable table : side.catalog().tables()) {
      schemas.addAll(table.schemas());
      lookAt(TABLE, table.oid(), table.name(), wanted.tables());
      for (ColumnSequence sequence : table.sequences()) {
        lookAt(SEQUENCE, sequence.oid(), "SEQUENCE " + sequence.sequence(), wanted.sequences());
        if (wanted.sequences().contains("UPDATE") && sequence.mustPassMovedRows()) {
          lookAtOwner(sequence);
        }
      }
      for (ForeignKey key : table.foreignKeys()) {
        lookAt(TABLE, key.to(), key.referenced(), wanted.references());
      }
    }
    for (String schema :
        Sql.rows(
            side.connection(), row -> row.getString("schema"), SCHEMAS, schemas, role.name())) {
      refuse("USAGE", "SCHEMA " + schema);
    }
    return ImmutableList.copyOf(reasons);
  }

  private void lookAt(String query, long oid, String object, ImmutableList<String> privileges)
      throws SQLException {
    List<String> lacks =
        Sql.rows(side.connection(), row -> row.getString(1), query, privileges, role.name(), oid);
    if (!lacks.isEmpty()) {
      refuse(String.join(", ", lacks), object);
    }
  }

  /** Only its owner can keep nextval out of a sequence while that is moved forward. */
  private void lookAtOwner(ColumnSequence sequence) throws SQLException {
    for (String owner :
        Sql.rows(
            side.connection(),
            row -> row.getString("owner"),
            FOREIGN_OWNER,
            sequence.oid(),
            role.name())) {
      reasons.add(
          side.prefix()
              + ("role %1$s must own sequence %2$s to move it past the rows that come in, unless"
                      + " shardctl install --sequences makes it disjoint; run GRANT %3$s TO %1$s")
                  .formatted(role.sql(), sequence.sequence(), owner));
    }
  }

  private void refuse(String privileges, String object) {
    reasons.add(
        side.prefix()
            + "role %1$s lacks a right that a move needs; run GRANT %2$s ON %3$s TO %1$s"
                .formatted(role.sql(), privileges, object));
  }
}
