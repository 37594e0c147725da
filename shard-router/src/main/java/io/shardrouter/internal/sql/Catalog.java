package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the shards' catalogs and the configuration tell of tables and functions; alike on all
 * shards. Immutable.
 *
 * @param relations by schema and name, as in the catalog
 * @param functions by name, as in the catalog: the least trustworthy of all that share the name and
 *     can be found by it
 * @param searchPath the schemas in which an unqualified name is looked up, in their order; {@code
 *     pg_catalog} among them
 * @param bytewiseDefault whether texts without a collation of their own are ordered by their bytes
 */
public record Catalog(
    ImmutableMap<QualifiedName, Relation> relations,
    ImmutableMap<String, Function> functions,
    ImmutableList<String> searchPath,
    boolean bytewiseDefault) {

  /** A name as the catalog has it: folding and quotes are undone. */
  public record QualifiedName(String schema, String name) {
    // Written out: Java would link its own when they are first called, before the first row.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof QualifiedName table
          && name.equals(table.name)
          && schema.equals(table.schema);
    }

    @Override
    public int hashCode() {
      return 31 * schema.hashCode() + name.hashCode();
    }
  }

  /** Where the rows of a relation are. */
  public sealed interface Place {
    /** Split over the shards by the column {@code key} of the colocation group {@code group}. */
    record Sharded(String group, String key) implements Place {}

    /** The same rows on every shard. */
    record Reference() implements Place {}

    /** All rows on the default shard. */
    record Home() implements Place {}

    /** Each shard's own: system catalogs. */
    record Local() implements Place {}

    /** Nowhere: neither in a group, nor a reference table, and there is no default shard. */
    record Unlisted() implements Place {}

    /**
     * A view.
     *
     * @param definition its query, every name in it qualified
     */
    record View(String definition) implements Place {}
  }

  /**
   * A table or view.
   *
   * @param columns in the catalog's order
   * @param primaryKey the columns of its primary key; empty where it has none
   * @param plain whether it is a table with or without partitions, all on its own server, and
   *     without row security
   */
  public record Relation(
      QualifiedName name,
      Place place,
      ImmutableList<Column> columns,
      ImmutableList<String> primaryKey,
      boolean plain) {}

  /**
   * A column.
   *
   * @param type as {@code format_type} writes it, such as {@code character varying(10)}
   * @param base the name of the type, or of the type under a domain, such as {@code varchar}
   * @param collation the collation's qualified and quoted name where it is not the type's default
   * @param order how its values are ordered
   * @param notNull whether NULL is forbidden
   */
  public record Column(
      String name,
      String type,
      String base,
      Optional<String> collation,
      Order order,
      boolean notNull) {}

  /** How values are ordered, as far as Java can tell. */
  public enum Order {
    /** No collation takes part: numbers, instants, booleans. */
    NATURAL,
    /** Text, by its bytes. */
    BYTEWISE,
    /** Text, by a language's rules, which only PostgreSQL knows. */
    LINGUISTIC
  }

  /** How far a function may be run on several shards. */
  public enum Function {
    /** Gives the same for the same arguments everywhere. */
    IMMUTABLE,
    /** Of PostgreSQL itself, and the same within one statement: {@code now()}. */
    STABLE_BUILT_IN,
    /** Folds rows. */
    AGGREGATE,
    /** Only with OVER. */
    WINDOW,
    /**
     * Of PostgreSQL itself: tells of the catalog, the session or the moment, and leaves nothing, so
     * that a statement which reads no sharded rows is right wherever it runs as a whole.
     */
    ON_ONE_SHARD,
    /** Anything else: may read tables, or give another value at every call. */
    OPAQUE
  }
}
