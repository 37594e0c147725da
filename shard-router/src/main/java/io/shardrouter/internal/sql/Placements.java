package io.shardrouter.internal.sql;

import com.google.common.collect.Sets;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proves of queries that the shards' answers, put together, are the answer: that each of its rows
 * is made of rows of one key alone, and of tables that are alike on all shards.
 */
final class Placements {
  private static final Placement EVERYWHERE = new Placement.Everywhere();
  private static final Placement UNKNOWN = new Placement.Unknown();

  private final Bindings bindings;
  private final FunctionFacts functions;
  private final Joins joins;
  private final ConditionReader conditions;
  private final Alignment alignment;
  private final IdentityHashMap<Source, Placement> selves = new IdentityHashMap<>();

  /** The groups of columns that are the key of rows around. */
  private final Map<Attribute, String> groups = new HashMap<>();

  Placements(Bindings bindings, FunctionFacts functions) {
    this.bindings = bindings;
    this.functions = functions;
    Families families = new Families();
    bindings.queries().forEach(families::prepare);
    this.conditions = new ConditionReader(bindings, families);
    this.joins = new Joins(conditions);
    this.alignment = new Alignment(bindings);
  }

  /** Where the rows of the whole statement come from, before its LIMIT. */
  Placement ofStatement(BoundQuery query) {
    return unlimited(query, Set.of());
  }

  /**
   * Where the rows come from that a SELECT makes its own of.
   *
   * @return empty where shards do not give their part of them, or of its expressions
   */
  Optional<Placement.Split> ofRows(BoundQuery query, BoundSelect select) {
    Condition where = where(select);
    FromPlacement from = from(select, where, Set.of());
    return rows(query, select, from, Set.of()) instanceof Placement.Split split
        ? Optional.of(
            new Placement.Split(
                split.group(), from.certain().reach(split.keys()), Set.of(), Set.of()))
        : Optional.empty();
  }

  /**
   * Where the rows of a query come from.
   *
   * @param around the keys of the row around it
   */
  private Placement of(BoundQuery query, Set<Attribute> around) {
    Placement placement = unlimited(query, around);
    boolean all = query.unlimited() || isPinned(placement, around);
    return all ? placement : UNKNOWN;
  }

  private static boolean isPinned(Placement placement, Set<Attribute> around) {
    return placement instanceof Placement.Split split
        && split.around().stream().anyMatch(around::contains);
  }

  private Placement unlimited(BoundQuery query, Set<Attribute> around) {
    if (query.body() instanceof BoundQuery.OfSelect of) {
      return select(query, of.select(), around);
    }
    if (query.body() instanceof BoundQuery.OfSet set) {
      return set(query, set, around);
    }
    if (query.body() instanceof BoundQuery.OfQuery nested) {
      return renamed(of(nested.query(), around), nested.query(), query);
    }
    if (query.body() instanceof BoundQuery.OfRows rows) {
      Stream<Expr> values = rows.rows().stream().flatMap(List::stream);
      return areLocal(values, around, Set.of()) ? EVERYWHERE : UNKNOWN;
    }
    return UNKNOWN;
  }

  private Placement select(BoundQuery query, BoundSelect select, Set<Attribute> around) {
    FromPlacement from = from(select, where(select), around);
    Placement rows = rows(query, select, from, around);
    if (rows instanceof Placement.Unknown) {
      return UNKNOWN;
    }
    return rows instanceof Placement.Split split
        ? split(query, select, split, from.certain(), around)
        : everywhere(query, select);
  }

  private Condition where(BoundSelect select) {
    return select.syntax().where().map(conditions::read).orElse(Condition.NOTHING);
  }

  private FromPlacement from(BoundSelect select, Condition where, Set<Attribute> around) {
    Set<Attribute> siblings = new HashSet<>(around);
    select.from().stream()
        .flatMap(BoundFrom::sources)
        .filter(source -> source.key().isPresent())
        .forEach(source -> addKey(source, siblings));
    return new FromPlacement(joins, where, select.from(), source -> mention(source, siblings));
  }

  /** Where the rows of FROM come from, if its expressions need no more than the row's shard. */
  private Placement rows(
      BoundQuery query, BoundSelect select, FromPlacement from, Set<Attribute> around) {
    Placement rows = from.of(select.from());
    Set<Attribute> inside = new HashSet<>(around);
    Set<Attribute> keys = new HashSet<>();
    if (rows instanceof Placement.Split split) {
      for (Attribute column : split.all()) {
        groups.putIfAbsent(column, split.group());
        inside.add(column);
      }
      keys.addAll(split.keys());
    }
    boolean local =
        !(rows instanceof Placement.Unknown) && areLocal(expressions(query, select), inside, keys);
    return local ? rows : UNKNOWN;
  }

  private void addKey(Source source, Set<Attribute> keys) {
    groups.put(source.key().get(), source.sharded().get().group());
    keys.add(source.key().get());
  }

  private static Set<Attribute> ownKeys(Source source) {
    return source.key().map(Set::of).orElse(Set.of());
  }

  /** The columns of what is around that are the key of all of some rows. */
  private Set<Attribute> pins(Set<Attribute> columns, Set<Attribute> around, String group) {
    return Sets.intersection(columns, around).stream()
        .filter(column -> group.equals(groups.get(column)))
        .collect(Collectors.toSet());
  }

  /** All expressions that are computed for its rows. */
  private static Stream<Expr> expressions(BoundQuery query, BoundSelect select) {
    Stream<Expr> order =
        query.syntax().stream().flatMap(q -> q.orderBy().stream()).map(Expr.Sort::key);
    return Stream.of(
            select.expressions(), order, select.from().stream().flatMap(Placements::inFrom))
        .flatMap(stream -> stream);
  }

  private static Stream<Expr> inFrom(BoundFrom from) {
    if (from instanceof BoundFrom.Leaf leaf) {
      return leaf.source().calls().stream();
    }
    BoundFrom.Joined join = (BoundFrom.Joined) from;
    return Stream.of(inFrom(join.left()), inFrom(join.right()), join.on().stream())
        .flatMap(stream -> stream);
  }

  /** What tables that are alike everywhere give is alike, unless rows are chosen among equals. */
  private Placement everywhere(BoundQuery query, BoundSelect select) {
    boolean chosen =
        !query.unlimited()
            || select.windows()
            || select.syntax().distinct() == Query.Distinct.ON
            || expressions(query, select).flatMap(Expr::walk).anyMatch(this::isOrdered);
    return chosen ? UNKNOWN : EVERYWHERE;
  }

  /** Whether an expression depends on the order of rows. */
  private boolean isOrdered(Expr expr) {
    return expr instanceof Expr.Call call
        && functions.isAggregate(call)
        && !FunctionFacts.UNORDERED.contains(call.last());
  }

  private Placement split(
      BoundQuery query,
      BoundSelect select,
      Placement.Split rows,
      Equalities certain,
      Set<Attribute> around) {
    Set<Attribute> keys = certain.reach(rows.keys());
    Set<Attribute> all = certain.reach(rows.all());
    Set<Attribute> pins = pins(all, around, rows.group());
    if (pins.isEmpty() && !alignment.isAligned(query, select, keys)) {
      return UNKNOWN;
    }
    Set<Attribute> outKeys = new HashSet<>();
    Set<Attribute> outNullable = new HashSet<>();
    for (int i = 0; i < select.outputs().size(); i++) {
      Optional<Attribute> column = select.outputs().get(i).attribute();
      if (column.filter(keys::contains).isPresent()) {
        outKeys.add(new Attribute(query, i));
      } else if (column.filter(all::contains).isPresent()) {
        outNullable.add(new Attribute(query, i));
      }
    }
    return new Placement.Split(rows.group(), outKeys, outNullable, Set.copyOf(pins));
  }

  private Placement set(BoundQuery query, BoundQuery.OfSet set, Set<Attribute> around) {
    Placement left = of(set.left(), around);
    set.selves().forEach(self -> selves.put(self, renamed(left, set.left(), self)));
    Placement right = of(set.right(), around);
    if (left instanceof Placement.Everywhere && right instanceof Placement.Everywhere) {
      return EVERYWHERE;
    }
    if (!(left instanceof Placement.Split first)
        || !(right instanceof Placement.Split second)
        || !first.group().equals(second.group())) {
      return UNKNOWN;
    }
    Set<Attribute> keys =
        Sets.intersection(positions(first.keys(), query), positions(second.keys(), query));
    boolean induction = set.selves().isEmpty() || keys.equals(positions(first.keys(), query));
    boolean plain =
        set.syntax().all() && set.syntax().operator() == Query.SetOperation.Operator.UNION;
    Set<Attribute> pins =
        pins(Sets.intersection(first.around(), second.around()), around, first.group());
    return induction && (plain || !keys.isEmpty() || !pins.isEmpty())
        ? new Placement.Split(first.group(), Set.copyOf(keys), Set.of(), Set.copyOf(pins))
        : UNKNOWN;
  }

  /** The same columns as those of another owner. */
  private static Set<Attribute> positions(Set<Attribute> columns, Object owner) {
    return columns.stream()
        .map(column -> new Attribute(owner, column.index()))
        .collect(Collectors.toSet());
  }

  /** Where the rows of a mention come from. */
  private Placement mention(Source source, Set<Attribute> around) {
    if (selves.containsKey(source)) {
      return selves.get(source);
    }
    if (source.sharded().isPresent()) {
      String group = source.sharded().get().group();
      return source.key().isPresent()
          ? new Placement.Split(group, ownKeys(source), Set.of(), Set.of())
          : UNKNOWN;
    }
    if (source.query().isPresent()) {
      BoundQuery query = source.query().get();
      return renamed(of(query, Sets.difference(around, ownKeys(source))), query, source);
    }
    boolean reference =
        source.place().filter(Catalog.Place.Reference.class::isInstance).isPresent();
    return reference || source.written().isEmpty() ? EVERYWHERE : UNKNOWN;
  }

  private static Placement renamed(Placement placement, Object from, Object to) {
    return placement instanceof Placement.Split split
        ? new Placement.Split(
            split.group(),
            renamed(split.keys(), from, to),
            renamed(split.nullable(), from, to),
            split.around())
        : placement;
  }

  private static Set<Attribute> renamed(Set<Attribute> columns, Object from, Object to) {
    return columns.stream()
        .map(c -> c.owner() == from ? new Attribute(to, c.index()) : c)
        .collect(Collectors.toSet());
  }

  /**
   * Whether expressions give for each row the same on its shard as they would over all shards.
   *
   * @param around columns that are the row's key, or NULL
   * @param keys columns that are the row's key
   */
  private boolean areLocal(Stream<Expr> exprs, Set<Attribute> around, Set<Attribute> keys) {
    return exprs.flatMap(Expr::walk).allMatch(expr -> isLocal(expr, around, keys));
  }

  private boolean isLocal(Expr expr, Set<Attribute> around, Set<Attribute> keys) {
    if (expr.inner().isEmpty()) {
      return true;
    }
    BoundQuery query = bindings.query(expr.inner().get());
    Placement placement = of(query, around);
    if (placement instanceof Placement.Everywhere || isPinned(placement, around)) {
      return true;
    }
    // A key is among the keys of all shards if and only if it is among those of its own.
    return expr instanceof Expr.InQuery in
        && placement instanceof Placement.Split split
        && split.keys().contains(new Attribute(query, 0))
        && query.outputs().size() == 1
        && bindings
            .attribute(in.left())
            .filter(keys::contains)
            .filter(column -> split.group().equals(groups.get(column)))
            .isPresent();
  }
}
