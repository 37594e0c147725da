package io.shardrouter.migrator.internal.catalog;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.migrator.internal.catalog.Column.Travel;
import io.shardrouter.migrator.internal.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** The types of a group's columns, and those within them. */
record TypeGraph(ImmutableMap<Long, Type> types) {
  /** Below it, a type has the same OID on every server of every version (access/transam.h). */
  private static final long FIRST_VARYING_OID = 10_000;

  /** From it on, a type was created by a user or an extension. */
  private static final long FIRST_USER_OID = 16_384;

  /** Types of values that name something of their own server: objects, transactions, places. */
  private static final ImmutableSet<String> LOCAL =
      ImmutableSet.of(
          "oid",
          "oidvector",
          "xid",
          "xid8",
          "cid",
          "tid",
          "pg_lsn",
          "pg_snapshot",
          "txid_snapshot",
          "regclass",
          "regcollation",
          "regconfig",
          "regdatabase",
          "regdictionary",
          "regnamespace",
          "regoper",
          "regoperator",
          "regproc",
          "regprocedure",
          "regrole",
          "regtype");

  /**
   * A type.
   *
   * @param oid its OID on its shard
   * @param name qualified and quoted
   * @param schema quoted
   * @param kind {@code pg_type.typtype}
   * @param element the OID of an array's element type; 0 for others
   * @param binary whether it has a binary form, of its own
   * @param ownCast whether a function casts it to or from text
   * @param parts the OIDs of the types within it
   * @param definition what must be equal on two shards
   */
  record Type(
      long oid,
      String name,
      String schema,
      String kind,
      long element,
      boolean binary,
      boolean ownCast,
      ImmutableList<Long> parts,
      String definition) {}

  /** The OIDs within type {@code t}. */
  private static final String PARTS =
      """
      select t.typelem as oid where t.typelem <> 0
      union all select t.typbasetype where t.typbasetype <> 0
      union all select g.rngsubtype from pg_range g where g.rngtypid = t.oid
      union all select g.rngtypid from pg_range g where g.rngmultitypid = t.oid
      union all select a.atttypid from pg_attribute a
                 where t.typtype = 'c' and a.attrelid = t.typrelid
                   and a.attnum > 0 and not a.attisdropped
      """;

  private static final String TYPES =
      """
      with recursive reached(oid) as (
          select a.atttypid from pg_attribute a
           where a.attrelid = any(?::bigint[]::oid[]) and a.attnum > 0 and not a.attisdropped
          union
          select part.oid from reached r join pg_type t on t.oid = r.oid
           cross join lateral (%1$s) part)
      select t.oid::bigint as oid, format_type(t.oid, null) as name, t.typtype::text as kind,
             quote_ident(n.nspname) as schema,
             case when t.typsubscript = 'array_subscript_handler'::regproc
                  then t.typelem::bigint else 0 end as element,
             t.typsend <> 0 and t.typreceive <> 0 as binary,
             exists (select from pg_cast c
                      where c.castfunc <> 0
                        and (   (c.castsource = t.oid and c.casttarget = 'text'::regtype)
                             or (c.castsource = 'text'::regtype and c.casttarget = t.oid))
                    ) as own_cast,
             array(select part.oid::bigint from (%1$s) part) as parts,
             case t.typtype
               when 'e' then 'enum ' || coalesce(
                   (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
                      from pg_enum e where e.enumtypid = t.oid), '')
               when 'd' then 'domain over ' || format_type(t.typbasetype, t.typtypmod)
                   || case when t.typnotnull then ' not null' else '' end
                   || %2$s
                   || coalesce((select string_agg(' ' || pg_get_constraintdef(c.oid), ''
                                                  order by c.conname)
                                  from pg_constraint c
                                 where c.contypid = t.oid and c.contype = 'c'), '')
               when 'c' then 'composite of ' || coalesce(
                   (select string_agg(quote_ident(a.attname) || ' '
                                      || format_type(a.atttypid, a.atttypmod)
                                      || %3$s,
                                      ', ' order by a.attnum)
                      from pg_attribute a
                     where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '')
               when 'r' then (select 'range of ' || format_type(g.rngsubtype, null) || ' by '
                                     || quote_ident(o.opcname)
                                     || %4$s
                                     || ' canonical ' || g.rngcanonical::regproc
                                from pg_range g join pg_opclass o on o.oid = g.rngsubopc
                               where g.rngtypid = t.oid)
               when 'm' then 'multirange'
               else 'base type' || coalesce(
                   (select ' of extension ' || quote_ident(x.extname)
                      from pg_depend d join pg_extension x on x.oid = d.refobjid
                     where d.classid = 'pg_type'::regclass and d.objid = t.oid
                       and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'), '')
             end as definition
        from reached r
        join pg_type t on t.oid = r.oid
        join pg_namespace n on n.oid = t.typnamespace
       order by name
      """
          .formatted(
              PARTS,
              collate("t.typcollation"),
              collate("a.attcollation"),
              collate("g.rngcollation"));

  /** A collation where it is not the database's own. */
  private static String collate(String oid) {
    return ("case when %1$s in (0, 'default'::regcollation) then ''"
            + " else ' collate ' || %1$s::regcollation end")
        .formatted(oid);
  }

  static TypeGraph read(Connection connection, Collection<Long> relations) throws SQLException {
    ImmutableMap.Builder<Long, Type> types = ImmutableMap.builder();
    Sql.rows(
            connection,
            row ->
                new Type(
                    row.getLong("oid"),
                    row.getString("name"),
                    row.getString("schema"),
                    row.getString("kind"),
                    row.getLong("element"),
                    row.getBoolean("binary"),
                    row.getBoolean("own_cast"),
                    ImmutableList.copyOf((Long[]) row.getArray("parts").getArray()),
                    row.getString("definition")),
            TYPES,
            relations)
        .forEach(type -> types.put(type.oid(), type));
    return new TypeGraph(types.buildOrThrow());
  }

  Travel travel(long oid) {
    return travelsInBinary(type(oid)) ? Travel.BINARY : Travel.TEXT;
  }

  /**
   * Arrays and composites name the types within them by OID in their binary form. PostgreSQL 14 and
   * later happen to take another server's OIDs of user-defined types there, which is written down
   * nowhere, so those travel as text; and so does every composite, without a look at its fields.
   */
  private boolean travelsInBinary(Type type) {
    if (!type.binary() || type.kind().equals("c")) {
      return false;
    }
    if (type.element() != 0) {
      return type.element() < FIRST_VARYING_OID && travelsInBinary(type(type.element()));
    }
    return switch (type.kind()) {
      case "d", "r", "m" -> type.parts().stream().allMatch(part -> travelsInBinary(type(part)));
      default -> true;
    };
  }

  /** The types at or within {@code oid} whose values mean something on their own shard only. */
  ImmutableList<String> localTypes(long oid) {
    return within(
        oid,
        type ->
            type.oid() < FIRST_USER_OID
                ? LOCAL.contains(type.name())
                : type.kind().equals("d") && type.name().endsWith(".lo"));
  }

  /** The type itself, under its domains, where a function casts it to or from text. */
  ImmutableList<String> castTypes(long oid) {
    Type type = type(oid);
    while (type.kind().equals("d") && !type.ownCast()) {
      type = type(type.parts().get(0));
    }
    return type.ownCast() && travel(oid) == Travel.TEXT
        ? ImmutableList.of(type.name())
        : ImmutableList.of();
  }

  /** User-defined types at or within {@code oid}. */
  ImmutableList<Type> userTypes(long oid) {
    Set<Type> found = new LinkedHashSet<>();
    collect(oid, found);
    return found.stream()
        .filter(type -> type.oid() >= FIRST_USER_OID && type.element() == 0)
        .collect(ImmutableList.toImmutableList());
  }

  /** The schemas of the user-defined types at or within {@code oid}. */
  ImmutableList<String> schemas(long oid) {
    Set<Type> found = new LinkedHashSet<>();
    collect(oid, found);
    return found.stream()
        .filter(type -> type.oid() >= FIRST_USER_OID)
        .map(Type::schema)
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<String> within(long oid, Predicate<Type> wanted) {
    Set<Type> found = new LinkedHashSet<>();
    collect(oid, found);
    return found.stream().filter(wanted).map(Type::name).collect(ImmutableList.toImmutableList());
  }

  private void collect(long oid, Set<Type> found) {
    if (found.add(type(oid))) {
      type(oid).parts().forEach(part -> collect(part, found));
    }
  }

  private Type type(long oid) {
    Type type = types.get(oid);
    if (type == null) {
      throw new IllegalStateException("the catalog names type " + oid + " but lacks it");
    }
    return type;
  }
}
