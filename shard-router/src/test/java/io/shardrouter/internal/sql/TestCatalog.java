package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A catalog made by hand: {@code users} (text key) and what belongs to them, {@code items} (bigint
 * key), reference table {@code countries}, and one of every other kind.
 */
final class TestCatalog {
  static final ImmutableList<String> PATH = ImmutableList.of("public", "pg_catalog");
  private static final Catalog.Place USER = new Catalog.Place.Sharded("user", "id");
  private static final Catalog.Place USERS_OWN = new Catalog.Place.Sharded("user", "user_id");

  private TestCatalog() {}

  static Catalog catalog() {
    return catalog(true);
  }

  /** The catalog; text without a collation of its own is ordered by bytes, or not. */
  static Catalog catalog(boolean bytewise) {
    return new Catalog(relations(bytewise), functions(), PATH, bytewise);
  }

  static Shape shape(String sql) {
    return new Analyser(catalog()).shape(sql, PATH);
  }

  private static ImmutableMap<Catalog.QualifiedName, Catalog.Relation> relations(boolean bytewise) {
    Catalog.Order text = bytewise ? Catalog.Order.BYTEWISE : Catalog.Order.LINGUISTIC;
    List<Catalog.Relation> all =
        List.of(
            table(
                "users",
                USER,
                text,
                "id text!",
                "name text",
                "age int4",
                "country text",
                "score numeric",
                "active bool",
                "tags _text",
                "created timestamptz",
                "ref int8"),
            table(
                "orders",
                USERS_OWN,
                text,
                "user_id text!",
                "order_id int8!",
                "amount numeric",
                "created timestamptz",
                "name text",
                "code varchar",
                "fixed bpchar",
                "ratio float8",
                "qty int4",
                "other text"),
            table("states", USERS_OWN, text, "state_id int8!", "user_id varchar", "level int4"),
            table(
                "items",
                new Catalog.Place.Sharded("item", "id"),
                text,
                "id int8!",
                "label text",
                "small int4"),
            table("Users", USER, text, "id text!", "Name text"),
            new Catalog.Relation(
                new Catalog.QualifiedName("public", "guarded"),
                USER,
                columns(text, "id text!"),
                ImmutableList.of("id"),
                false),
            table(
                "devices",
                new Catalog.Place.Sharded("device", "id"),
                text,
                "id uuid!",
                "user_id text"),
            table("daily", new Catalog.Place.Sharded("day", "day"), text, "day date!", "n int4"),
            table("countries", new Catalog.Place.Reference(), text, "code text!", "title text"),
            table("home", new Catalog.Place.Home(), text, "id text!", "x int4"),
            table("nowhere", new Catalog.Place.Unlisted(), text, "id text!"),
            view("adults", "SELECT id, name FROM public.users WHERE age > 17", "id", "name"),
            view(
                "counted",
                "SELECT count(*) AS n, country FROM public.users GROUP BY country",
                "n",
                "country"),
            new Catalog.Relation(
                new Catalog.QualifiedName("pg_catalog", "pg_class"),
                new Catalog.Place.Local(),
                columns(text, "oid oid!", "relname name!"),
                ImmutableList.of(),
                true));
    ImmutableMap<Catalog.QualifiedName, Catalog.Relation> named =
        Maps.uniqueIndex(all, Catalog.Relation::name);
    Catalog.Relation other = table("users", new Catalog.Place.Reference(), text, "id text!");
    return ImmutableMap.<Catalog.QualifiedName, Catalog.Relation>builder()
        .putAll(named)
        .put(
            new Catalog.QualifiedName("other", "users"),
            new Catalog.Relation(
                new Catalog.QualifiedName("other", "users"),
                other.place(),
                other.columns(),
                other.primaryKey(),
                true))
        .buildOrThrow();
  }

  private static Catalog.Relation table(
      String name, Catalog.Place place, Catalog.Order text, String... columns) {
    ImmutableList<String> key =
        name.equals("orders") ? ImmutableList.of("user_id", "order_id") : first(columns);
    return new Catalog.Relation(
        new Catalog.QualifiedName("public", name), place, columns(text, columns), key, true);
  }

  private static ImmutableList<String> first(String... columns) {
    return ImmutableList.of(columns[0].split(" ", 2)[0]);
  }

  private static Catalog.Relation view(String name, String definition, String... columns) {
    String[] typed = Stream.of(columns).map(c -> c + " text").toArray(String[]::new);
    return new Catalog.Relation(
        new Catalog.QualifiedName("public", name),
        new Catalog.Place.View(definition),
        columns(Catalog.Order.BYTEWISE, typed),
        ImmutableList.of(),
        false);
  }

  private static ImmutableList<Catalog.Column> columns(Catalog.Order text, String... columns) {
    return Arrays.stream(columns)
        .map(column -> column(text, column))
        .collect(ImmutableList.toImmutableList());
  }

  private static Catalog.Column column(Catalog.Order text, String column) {
    String[] parts = column.split(" ", 2);
    boolean notNull = parts[1].endsWith("!");
    String base = parts[1].replace("!", "");
    boolean textual = List.of("text", "varchar", "bpchar", "name").contains(base);
    return new Catalog.Column(
        parts[0],
        base.equals("_text") ? "text[]" : base,
        base,
        Optional.empty(),
        textual ? text : Catalog.Order.NATURAL,
        notNull);
  }

  private static ImmutableMap<String, Catalog.Function> functions() {
    ImmutableMap.Builder<String, Catalog.Function> functions = ImmutableMap.builder();
    Stream.of(
            "lower",
            "upper",
            "abs",
            "round",
            "length",
            "generate_series",
            "unnest",
            "concat",
            "date_part",
            "mod",
            "char_length",
            "jsonb_build_object",
            "left")
        .forEach(name -> functions.put(name, Catalog.Function.IMMUTABLE));
    Stream.of("now", "date_trunc", "to_char", "current_schema")
        .forEach(name -> functions.put(name, Catalog.Function.STABLE_BUILT_IN));
    Stream.of(
            "count",
            "sum",
            "min",
            "max",
            "avg",
            "bool_and",
            "bool_or",
            "every",
            "string_agg",
            "array_agg",
            "stddev",
            "percentile_cont",
            "json_agg")
        .forEach(name -> functions.put(name, Catalog.Function.AGGREGATE));
    Stream.of("row_number", "rank", "lag", "lead", "dense_rank")
        .forEach(name -> functions.put(name, Catalog.Function.WINDOW));
    Stream.of("random", "gen_random_uuid", "version", "current_database", "pg_get_viewdef")
        .forEach(name -> functions.put(name, Catalog.Function.ON_ONE_SHARD));
    Stream.of("nextval", "my_function")
        .forEach(name -> functions.put(name, Catalog.Function.OPAQUE));
    return functions.buildOrThrow();
  }
}
