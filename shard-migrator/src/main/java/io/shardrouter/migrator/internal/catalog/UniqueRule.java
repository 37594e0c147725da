package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A unique index or an exclusion constraint: no two rows may agree in all of its parts.
 *
 * @param name the constraint, else the index, unquoted
 * @param relation the table that it is on, qualified and quoted: one of the group, or a partition
 * @param parts what is compared
 * @param predicate which rows it covers; empty: all
 * @param partitionBound which rows the partition holds; empty where it is on a whole table
 * @param nullsEqual whether nulls are equal to each other
 * @param exclusion whether it is an exclusion constraint
 */
record UniqueRule(
    String name,
    String relation,
    ImmutableList<Part> parts,
    String predicate,
    String partitionBound,
    boolean nullsEqual,
    boolean exclusion) {

  /**
   * One part.
   *
   * @param column the column, unquoted; empty for an expression
   * @param expression as SQL, by the columns' bare names
   * @param collation qualified and quoted; empty where there is none
   * @param operator under which two rows agree; qualified
   * @param strict whether agreeing means that the values are the same to the type itself
   */
  record Part(
      String column, String expression, String collation, String operator, boolean strict) {}

  /** One row for each part of each index. */
  private static final String PARTS =
      """
      select i.indexrelid::bigint as index, i.indrelid::bigint as relation_oid,
             coalesce(con.conname, x.relname) as name,
             quote_ident(rn.nspname) || '.' || quote_ident(r.relname) as relation,
             coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
             coalesce(pg_get_partition_constraintdef(i.indrelid), '') as partition_bound,
             coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) as nulls_equal,
             i.indisexclusion as exclusion, coalesce(a.attname, '') as attribute,
             pg_get_indexdef(i.indexrelid, n.n, false) as expression,
             coalesce(quote_ident(cn.nspname) || '.' || quote_ident(c.collname), '') as collation,
             'operator(' || quote_ident(opn.nspname) || '.' || o.oprname || ')' as operator,
             coalesce(c.collisdeterministic, true)
                and exists (select from pg_amop e
                             where e.amopopr = o.oid and e.amopstrategy = 3
                               and e.amopmethod = (select oid from pg_am where amname = 'btree'))
                as strict
        from pg_index i
        join pg_class x on x.oid = i.indexrelid
        join pg_class r on r.oid = i.indrelid
        join pg_namespace rn on rn.oid = r.relnamespace
        left join pg_constraint con on con.conindid = i.indexrelid
                                   and con.conrelid = i.indrelid and con.contype in ('p','u','x')
       cross join lateral generate_series(1, i.indnkeyatts) n(n)
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[n.n - 1]
        left join pg_collation c on c.oid = i.indcollation[n.n - 1]
        left join pg_namespace cn on cn.oid = c.collnamespace
        join pg_opclass oc on oc.oid = i.indclass[n.n - 1]
        left join pg_amop am on am.amopfamily = oc.opcfamily and am.amopstrategy = 3
                            and am.amoplefttype = oc.opcintype
                            and am.amoprighttype = oc.opcintype
        join pg_operator o on o.oid = case when i.indisexclusion then con.conexclop[n.n]
                                           else am.amopopr end
        join pg_namespace opn on opn.oid = o.oprnamespace
       where (i.indisunique or i.indisexclusion) and not x.relispartition
         and i.indrelid = any(?::bigint[]::oid[])
       order by relation, name, i.indexrelid, n.n
      """;

  private record Row(long index, long relation, UniqueRule rule) {}

  /** The rules on each of {@code relations}, without those that a partition has of its parent. */
  static ImmutableListMultimap<Long, UniqueRule> read(
      Connection connection, Collection<Long> relations) throws SQLException {
    ImmutableListMultimap<Long, Row> parts =
        Multimaps.index(Sql.rows(connection, UniqueRule::row, PARTS, relations), Row::index);
    ImmutableListMultimap.Builder<Long, UniqueRule> rules = ImmutableListMultimap.builder();
    for (Collection<Row> ofOne : parts.asMap().values()) {
      Row first = ofOne.iterator().next();
      ImmutableList<Part> all =
          ofOne.stream()
              .map(row -> row.rule().parts().get(0))
              .collect(ImmutableList.toImmutableList());
      rules.put(first.relation(), first.rule().with(all));
    }
    return rules.build();
  }

  /** A rule with the one part that the row tells of. */
  private static Row row(ResultSet row) throws SQLException {
    Part part =
        new Part(
            row.getString("attribute"),
            row.getString("expression"),
            row.getString("collation"),
            row.getString("operator"),
            row.getBoolean("strict"));
    UniqueRule rule =
        new UniqueRule(
            row.getString("name"),
            row.getString("relation"),
            ImmutableList.of(part),
            row.getString("predicate"),
            row.getString("partition_bound"),
            row.getBoolean("nulls_equal"),
            row.getBoolean("exclusion"));
    return new Row(row.getLong("index"), row.getLong("relation_oid"), rule);
  }

  private UniqueRule with(ImmutableList<Part> all) {
    return new UniqueRule(name, relation, all, predicate, partitionBound, nullsEqual, exclusion);
  }

  /** Whether rows of different keys never agree, because the key is one of the parts. */
  boolean contains(String keyColumn) {
    return parts.stream().anyMatch(part -> part.strict() && part.column().equals(keyColumn));
  }

  /** The plain columns whose equality it asks for. */
  ImmutableSet<String> columns() {
    return parts.stream()
        .filter(part -> part.strict() && !part.column().isEmpty())
        .map(Part::column)
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * The check of rows that shall come in.
   *
   * @param staged a query in parentheses with the rows as they will be in the table
   */
  CollisionCheck check(String staged) {
    String sql =
        "select 1 from "
            + rows(staged + " staged", true)
            + " s join "
            + rows(relation, false)
            + " t on "
            + agreement()
            + " limit 1";
    return new CollisionCheck(name, sql);
  }

  private String rows(String from, boolean arriving) {
    StringBuilder select = new StringBuilder("(select ");
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      select.append(i == 0 ? "" : ", ").append('(').append(part.expression()).append(')');
      if (!part.collation().isEmpty()) {
        select.append(" collate ").append(part.collation());
      }
      select.append(" as k").append(i);
    }
    ImmutableList.Builder<String> conditions = ImmutableList.builder();
    if (!predicate.isEmpty()) {
      conditions.add("(" + predicate + ")");
    }
    if (arriving && !partitionBound.isEmpty()) {
      conditions.add("(" + partitionBound + ")");
    }
    String where = String.join(" and ", conditions.build());
    return select + " from " + from + (where.isEmpty() ? "" : " where " + where) + ")";
  }

  private String agreement() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String equal = "s.k%1$d %2$s t.k%1$d".formatted(i, parts.get(i).operator());
      all.append(i == 0 ? "" : " and ")
          .append(
              nullsEqual
                  ? "(%2$s or s.k%1$d is null and t.k%1$d is null)".formatted(i, equal)
                  : equal);
    }
    return all.toString();
  }

  /** As in a message. */
  String inWords() {
    return parts.stream()
        .map(part -> part.column().isEmpty() ? part.expression() : part.column())
        .collect(Collectors.joining(", ", name + " (", ")"));
  }
}
