package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import io.shardrouter.internal.guard.SqlText;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything about a table that must be the same on two shards, as texts by what they describe:
 * {@code column "id"} is {@code bigint not null}. Texts and names are free of OIDs.
 */
final class Definitions {
  /**
   * Constraints, indexes, triggers, rules and policies. NOT NULL is the column's. What a partition
   * has of its parent's triggers is left out: versions list it differently.
   */
  private static final String OBJECTS =
      """
      select c.conrelid::bigint as relation, 'constraint ' || quote_ident(c.conname) as what,
             pg_get_constraintdef(c.oid) as definition
        from pg_constraint c
       where c.conrelid = any(?::bigint[]::oid[]) and c.contype <> 'n' and c.contype <> 't'
         and not (c.contype = 'f' and c.conparentid <> 0)
      union all
      select i.indrelid::bigint, 'index ' || quote_ident(x.relname),
             pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' (invalid)' end
        from pg_index i join pg_class x on x.oid = i.indexrelid
       where i.indrelid = any(?::bigint[]::oid[])
         and not exists (select from pg_constraint c
                          where c.conindid = i.indexrelid and c.conrelid = i.indrelid
                            and c.contype in ('p', 'u', 'x'))
      union all
      select t.tgrelid::bigint, 'trigger ' || quote_ident(t.tgname),
             pg_get_triggerdef(t.oid) || case t.tgenabled
                 when 'O' then '' when 'D' then ' (disabled)'
                 when 'A' then ' (enabled always)' else ' (enabled in replicas)' end
        from pg_trigger t
       where t.tgrelid = any(?::bigint[]::oid[]) and not t.tgisinternal and t.tgparentid = 0
      union all
      select r.ev_class::bigint, 'rule ' || quote_ident(r.rulename),
             pg_get_ruledef(r.oid) || ' (' || r.ev_enabled::text || ')'
        from pg_rewrite r
       where r.ev_class = any(?::bigint[]::oid[]) and r.ev_type <> '1'
      union all
      select p.polrelid::bigint, 'policy ' || quote_ident(p.polname),
             p.polcmd::text || case when p.polpermissive then ' permissive' else ' restrictive' end
             || ' for ' || array(select case when o = 0 then 'public' else pg_get_userbyid(o) end
                                   from unnest(p.polroles) r(o) order by 1)::text
             || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '')
             || coalesce(' check ' || pg_get_expr(p.polwithcheck, p.polrelid), '')
        from pg_policy p
       where p.polrelid = any(?::bigint[]::oid[])
      """;

  private Definitions() {}

  private record Definition(long relation, String what, String text) {}

  /** By table of the group, and within it by what is described, in a stable order. */
  static ImmutableMap<Long, ImmutableMap<String, String>> read(
      Connection connection,
      ImmutableList<Relation> relations,
      ImmutableListMultimap<Long, Columns.Found> columns)
      throws SQLException {
    Map<Long, Relation> byOid = new TreeMap<>();
    Map<Long, TreeMap<String, String>> found = new TreeMap<>();
    for (Relation relation : relations) {
      byOid.put(relation.oid(), relation);
      Map<String, String> ofTable = found.computeIfAbsent(relation.root(), root -> new TreeMap<>());
      describe(relation, ofTable);
      describe(relation, columns.get(relation.oid()), ofTable);
    }
    var oids = byOid.keySet();
    for (Definition definition :
        Sql.rows(
            connection,
            row ->
                new Definition(
                    row.getLong("relation"), row.getString("what"), row.getString("definition")),
            OBJECTS,
            oids,
            oids,
            oids,
            oids,
            oids)) {
      Relation relation = byOid.get(definition.relation());
      found.get(relation.root()).put(prefix(relation) + definition.what(), definition.text());
    }
    ImmutableMap.Builder<Long, ImmutableMap<String, String>> all = ImmutableMap.builder();
    found.forEach((root, texts) -> all.put(root, ImmutableMap.copyOf(texts)));
    return all.buildOrThrow();
  }

  private static String prefix(Relation relation) {
    return relation.isRoot() ? "" : "partition " + relation.name() + ": ";
  }

  private static void describe(Relation relation, Map<String, String> texts) {
    String prefix = prefix(relation);
    texts.put(prefix + "kind", relation.kindInWords());
    texts.put(prefix + "persistence", persistence(relation));
    texts.put(
        prefix + "row security",
        (relation.rowSecurity() ? "enabled" : "disabled")
            + (relation.forcedRowSecurity() ? " and forced" : ""));
    if (!relation.partitioning().isEmpty()) {
      texts.put(prefix + "partition key", relation.partitioning());
    }
    if (!relation.isRoot()) {
      texts.put(prefix + "bound", relation.parents() + " " + relation.bound());
    }
  }

  private static String persistence(Relation relation) {
    return switch (relation.persistence()) {
      case "u" -> "unlogged";
      case "t" -> "temporary";
      default -> "permanent";
    };
  }

  /** Rows are compared column by column, so order counts; a partition's own order does not. */
  private static void describe(
      Relation relation, ImmutableList<Columns.Found> columns, Map<String, String> texts) {
    int position = 0;
    for (Columns.Found found : columns) {
      position++;
      String name = SqlText.identifier(found.column().name());
      texts.put(prefix(relation) + "column " + name, found.definition());
      if (relation.isRoot()) {
        texts.put("column number " + position, name);
        found.userTypes().forEach(type -> texts.put("type " + type.name(), type.definition()));
      }
    }
  }
}
