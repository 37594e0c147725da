package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.SqlText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells the shape of one statement whose names are resolved. Used once. */
final class StatementShape {
  private static final String SEVERAL = "it touches rows of several shards";

  private final Catalog catalog;
  private final SqlText text;
  private final BoundQuery statement;
  private final Bindings bindings;
  private final boolean explains;
  private final FunctionFacts functions;

  StatementShape(
      Catalog catalog, SqlText text, BoundQuery statement, Bindings bindings, boolean explains) {
    this.catalog = catalog;
    this.text = text;
    this.statement = statement;
    this.bindings = bindings;
    this.explains = explains;
    this.functions = new FunctionFacts(catalog);
  }

  /** Whether a statement writes or locks rows. */
  static boolean writes(Bindings bindings) {
    return !bindings.modifications().isEmpty() || locks(bindings).isPresent();
  }

  private static Optional<String> locks(Bindings bindings) {
    return bindings.queries().stream()
        .flatMap(query -> query.syntax().stream())
        .flatMap(query -> query.locking().stream())
        .map(locking -> locking.words())
        .findFirst();
  }

  Shape shape() throws RefusalException {
    Optional<Source> unknown = bindings.tables().stream().filter(Source::isUnknown).findFirst();
    if (unknown.isPresent()) {
      return new Shape.Unknown(unknown.get().alias().orElse(""));
    }
    refuseUnlisted();
    boolean sharded = bindings.tables().stream().anyMatch(table -> table.sharded().isPresent());
    return sharded ? sharded() : unsharded();
  }

  private void refuseUnlisted() throws RefusalException {
    Optional<Source> unlisted = in(Catalog.Place.Unlisted.class).findFirst();
    if (unlisted.isPresent()) {
      throw new RefusalException(
          "the table " + name(unlisted.get()),
          "it is in no group, no reference table, and there is no default shard",
          "list it under groups or referenceTables, or configure defaultShard");
    }
  }

  private static String name(Source table) {
    return table
        .relation()
        .map(relation -> relation.name().schema() + "." + relation.name().name())
        .or(() -> table.alias())
        .orElse("");
  }

  private Stream<Source> in(Class<? extends Catalog.Place> place) {
    return bindings.tables().stream()
        .filter(table -> table.place().filter(place::isInstance).isPresent());
  }

  private Shape unsharded() throws RefusalException {
    if (in(Catalog.Place.Home.class).findAny().isPresent()) {
      return new Shape.Home();
    }
    Optional<String> opaque = opaqueCall().map(call -> call.last() + "(…)").or(this::operator);
    if (opaque.isPresent()) {
      throw new RefusalException(
          opaque.get(),
          "what this function reads or does is not known, and may differ from shard to shard",
          Refusals.BIND);
    }
    boolean reference = in(Catalog.Place.Reference.class).findAny().isPresent();
    if (reference && writes(bindings)) {
      return new Shape.Everywhere(
          Refusals.of(
              "writing a reference table",
              "it must be done alike on every shard, which comes later",
              "do it on each shard through shardDataSource(id)"));
    }
    return new Shape.Anywhere();
  }

  private Optional<Expr.Call> opaqueCall() {
    return calls().filter(call -> !functions.runsAnywhere(call)).findFirst();
  }

  private Optional<String> operator() {
    return bindings.roots().stream()
        .flatMap(Expr::walk)
        .flatMap(expr -> functions.opaqueOperator(expr).stream())
        .findFirst();
  }

  private Stream<Expr.Call> calls() {
    return bindings.roots().stream()
        .flatMap(Expr::walk)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast);
  }

  private Shape sharded() throws RefusalException {
    refuseMixture();
    refuseSetting();
    KeyFacts facts = new KeyFacts(bindings);
    WrittenKeys written = new WrittenKeys(statement, bindings, facts);
    Keys keys = keys(facts, written);
    if (writes(bindings)) {
      return new Shape.Write(
          keys,
          written.changed().orElseGet(this::ofSeveral),
          explains ? Optional.empty() : new InsertSplit(text, bindings).of(statement, keys));
    }
    ProofPlace proof =
        explains ? ProofPlace.NONE : new OwnProof(text, bindings, functions).place(statement);
    return new Shape.Read(keys, gathering(), proof);
  }

  private void refuseSetting() throws RefusalException {
    if (calls().anyMatch(call -> call.last().equals("set_config"))) {
      throw new RefusalException(
          "set_config(…)",
          "one shard alone would be set, and names may mean something else there",
          "use SET, or setSchema of the connection");
    }
  }

  private Refusal ofSeveral() {
    String clause = bindings.modifications().isEmpty() ? locks(bindings).orElse("") : verb();
    return Refusals.of(
        clause,
        SEVERAL,
        "run it once for each key, fix the key of every table in it with =, or " + Refusals.BIND);
  }

  private String verb() {
    String word = text.slice(bindings.modifications().get(0).syntax().span()).split("\\s", 2)[0];
    return word.toUpperCase(java.util.Locale.ROOT);
  }

  private void refuseMixture() throws RefusalException {
    Optional<Source> home = in(Catalog.Place.Home.class).findFirst();
    if (home.isPresent() && writes(bindings)) {
      throw new RefusalException(
          "the table " + name(home.get()),
          "it is on the default shard, and tables of a group are on all",
          "read first and write then, or make it a reference table");
    }
    Optional<Source> unknown =
        bindings.tables().stream().filter(table -> table.relation().isEmpty()).findFirst();
    if (unknown.isPresent()) {
      throw new RefusalException(
          "the table " + name(unknown.get()), "it is not known", "correct its name");
    }
    Optional<Source> reference =
        bindings.modifications().stream()
            .map(BoundModification::target)
            .filter(table -> table.sharded().isEmpty())
            .findFirst();
    if (reference.isPresent()) {
      throw new RefusalException(
          "writing " + name(reference.get()),
          "it would be done on one shard alone",
          "read first, and write to each shard through shardDataSource(id)");
    }
  }

  private Keys keys(KeyFacts facts, WrittenKeys written) throws RefusalException {
    ImmutableList.Builder<Keys.Constraint> constraints = ImmutableList.builder();
    boolean complete = true;
    ImmutableSet<Source> inserted = written.check(constraints);
    List<Source> read =
        bindings.tables().stream()
            .filter(table -> table.sharded().isPresent() && !inserted.contains(table))
            .toList();
    for (Source table : read) {
      Optional<ImmutableSet<KeyValue>> values = table.key().flatMap(facts::values);
      String group = table.sharded().get().group();
      values.ifPresent(v -> constraints.add(new Keys.Constraint(group, v.asList(), Keys.Of.THERE)));
      complete &= values.isPresent();
    }
    // Whichever shard has the key, the default shard's tables are elsewhere, or there by chance.
    boolean home = in(Catalog.Place.Home.class).findAny().isPresent();
    return new Keys(constraints.build(), complete && !home);
  }

  private Gathering gathering() {
    if (explains) {
      return new Gathering.Refused(
          Refusals.of("EXPLAIN", SEVERAL, "explain it on one shard through shardDataSource(id)"));
    }
    GatherCheck check = new GatherCheck(bindings, functions);
    Optional<Refusal> refusal = check.ofShards();
    if (refusal.isPresent()) {
      return new Gathering.Refused(refusal.get());
    }
    Gathering finish =
        check
            .ofBringing()
            .<Gathering>map(Gathering.Refused::new)
            .orElseGet(() -> new Finishing(text, bindings, functions).gathering());
    if (bindings.outerAggregate()) {
      // Which query folds its rows is left to PostgreSQL.
      return finish;
    }
    return new Merging(text, bindings, functions, catalog.bytewiseDefault())
        .gathering(statement, finish)
        .or(
            () ->
                new Folding(text, bindings, functions, catalog.bytewiseDefault())
                    .gathering(statement))
        .orElse(finish);
  }
}
