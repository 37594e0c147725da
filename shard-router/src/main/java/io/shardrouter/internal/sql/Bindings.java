package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names of a statement mean. Filled while names are resolved, and read afterwards. */
final class Bindings {
  private final IdentityHashMap<Expr.Column, Reference> columns = new IdentityHashMap<>();
  private final IdentityHashMap<Expr.Star, List<Source>> stars = new IdentityHashMap<>();
  private final IdentityHashMap<Query, BoundQuery> queries = new IdentityHashMap<>();
  private final IdentityHashMap<BoundQuery, Integer> uses = new IdentityHashMap<>();
  private final List<Source> tables = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<BoundQuery> all = new ArrayList<>();
  private final List<BoundModification> modifications = new ArrayList<>();
  private final List<Expr> roots = new ArrayList<>();
  private final List<Attribute> joined = new ArrayList<>();
  private final Set<String> ctes = new HashSet<>();
  private boolean natural;
  private boolean outerAggregate;

  void add(Expr.Column column, Reference reference) {
    columns.put(column, reference);
  }

  void add(Expr.Star star, List<Source> sources) {
    stars.put(star, sources);
  }

  void add(Query query, BoundQuery bound) {
    queries.put(query, bound);
    all.add(bound);
  }

  void add(BoundModification modification) {
    modifications.add(modification);
  }

  void add(BoundQuery query) {
    all.add(query);
  }

  void addTable(Source table) {
    tables.add(table);
    addSource(table);
  }

  void addSource(Source source) {
    sources.add(source);
    source.query().ifPresent(query -> uses.merge(query, 1, Integer::sum));
  }

  void addRoot(Expr root) {
    roots.add(root);
  }

  /** The name of a query of WITH. */
  void addCte(String name) {
    ctes.add(name);
  }

  /** A column that is named by USING. */
  void addJoined(Attribute column) {
    joined.add(column);
  }

  void addNatural() {
    natural = true;
  }

  void addOuterAggregate() {
    outerAggregate = true;
  }

  Reference reference(Expr.Column column) {
    return columns.getOrDefault(column, new Reference.Unresolved());
  }

  /** Where an expression is a column as it is: that. */
  Optional<Attribute> attribute(Expr expr) {
    return expr instanceof Expr.Column column && reference(column) instanceof Reference.To to
        ? Optional.of(to.attribute())
        : Optional.empty();
  }

  /** The mentions whose columns a star gives. */
  List<Source> sources(Expr.Star star) {
    return stars.getOrDefault(star, List.of());
  }

  BoundQuery query(Query query) {
    BoundQuery bound = queries.get(query);
    if (bound == null) {
      throw new IllegalStateException("a query was not resolved");
    }
    return bound;
  }

  /** In how many FROM clauses a query is mentioned. */
  int uses(BoundQuery query) {
    return uses.getOrDefault(query, 0);
  }

  /** All mentions of tables, known or not, and what is written. */
  List<Source> tables() {
    return Collections.unmodifiableList(tables);
  }

  /** All mentions. */
  List<Source> sources() {
    return Collections.unmodifiableList(sources);
  }

  List<BoundQuery> queries() {
    return Collections.unmodifiableList(all);
  }

  List<BoundModification> modifications() {
    return Collections.unmodifiableList(modifications);
  }

  /** All expressions that are part of no other. */
  List<Expr> roots() {
    return Collections.unmodifiableList(roots);
  }

  /** All columns that expressions name, with what they mean. */
  Map<Expr.Column, Reference> columns() {
    return Collections.unmodifiableMap(columns);
  }

  Map<Expr.Star, List<Source>> stars() {
    return Collections.unmodifiableMap(stars);
  }

  /** The names of all queries of WITH. */
  Set<String> ctes() {
    return Collections.unmodifiableSet(ctes);
  }

  /** The columns that USING names. */
  List<Attribute> joined() {
    return Collections.unmodifiableList(joined);
  }

  /** Whether columns are joined because they are called alike. */
  boolean natural() {
    return natural;
  }

  /** Whether an aggregate in a query folds rows of a query around it. */
  boolean outerAggregate() {
    return outerAggregate;
  }
}
