package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Expr;
import io.shardrouter.internal.sql.syntax.Name;
import io.shardrouter.internal.sql.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** The keys of rows that are inserted, and the other keys that rows are given. */
final class WrittenKeys {
  private final BoundQuery statement;
  private final Bindings bindings;
  private final KeyFacts facts;
  private Optional<Refusal> changed = Optional.empty();

  WrittenKeys(BoundQuery statement, Bindings bindings, KeyFacts facts) {
    this.statement = statement;
    this.bindings = bindings;
    this.facts = facts;
  }

  /** Where rows are given other keys: why that is refused if those are on other shards. */
  Optional<Refusal> changed() {
    return changed;
  }

  /** Adds the keys that are written; the mentions that are written by inserting alone. */
  ImmutableSet<Source> check(ImmutableList.Builder<Keys.Constraint> constraints)
      throws RefusalException {
    ImmutableSet.Builder<Source> inserted = ImmutableSet.builder();
    for (BoundModification modification : bindings.modifications()) {
      Source target = modification.target();
      if (target.key().isEmpty()) {
        throw new RefusalException(
            "writing " + target.alias().orElse(""), "its key column is not known", Refusals.BIND);
      }
      Statement.Modification syntax = modification.syntax();
      if (syntax instanceof Statement.Insert insert) {
        inserted.add(target);
        constraints.addAll(insert(modification, insert));
        conflict(modification, insert, constraints);
      } else if (syntax instanceof Statement.Update update) {
        assignments(modification, update.sets(), Optional.empty(), constraints);
      } else if (syntax instanceof Statement.Merge merge) {
        for (Statement.When when : merge.whens()) {
          assignments(modification, when.sets(), Optional.empty(), constraints);
          if (when.does() == Statement.Does.INSERT) {
            constraints.add(row(target, when.columns(), when.row()));
          }
        }
      }
    }
    return inserted.build();
  }

  private ImmutableList<Keys.Constraint> insert(
      BoundModification modification, Statement.Insert insert) throws RefusalException {
    Source target = modification.target();
    if (modification.rows().isEmpty()) {
      throw missing(target);
    }
    BoundQuery rows = modification.rows().get();
    if (rows.body() instanceof BoundQuery.OfRows values) {
      ImmutableList.Builder<Keys.Constraint> constraints = ImmutableList.builder();
      for (ImmutableList<Expr> row : values.rows()) {
        constraints.add(row(target, insert.columns(), row));
      }
      return constraints.build();
    }
    return ImmutableList.of(selected(target, insert.columns(), rows));
  }

  /** The key of a row of values. */
  private Keys.Constraint row(Source target, List<Name> columns, List<Expr> row)
      throws RefusalException {
    int position = position(target, columns);
    if (position < 0 || position >= row.size()) {
      throw missing(target);
    }
    Expr value = row.get(position);
    if (value instanceof Expr.Constant constant && constant.of() == Expr.Written.DEFAULT) {
      throw missing(target);
    }
    Optional<ImmutableSet<KeyValue>> values =
        facts.family(target.key().get()).flatMap(family -> facts.values(value, family));
    return constraint(target, values);
  }

  /** The key of rows that are selected. */
  private Keys.Constraint selected(Source target, List<Name> columns, BoundQuery rows)
      throws RefusalException {
    int position = position(target, columns);
    boolean starred =
        bindings.stars().values().stream().flatMap(List::stream).anyMatch(Source::open);
    if (position < 0 || position >= rows.outputs().size()) {
      throw missing(target);
    }
    Optional<Family> family = facts.family(target.key().get());
    Attribute output = new Attribute(rows, position);
    Optional<Expr> expr = rows.outputs().get(position).expr();
    Optional<ImmutableSet<KeyValue>> values =
        starred || family.isEmpty()
            ? Optional.empty()
            : expr.flatMap(e -> facts.values(e, family.get()))
                .or(() -> facts.values(output).filter(v -> facts.family(output).equals(family)));
    return constraint(target, values);
  }

  private static int position(Source target, List<Name> columns) {
    String key = target.sharded().get().key();
    if (columns.isEmpty()) {
      return target.position(key);
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).value().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static Keys.Constraint constraint(Source target, Optional<ImmutableSet<KeyValue>> values)
      throws RefusalException {
    if (values.isEmpty()) {
      throw new RefusalException(
          Refusals.badKey(
              "INSERT",
              "what is inserted as the key " + key(target) + " is not known beforehand",
              "give it as a parameter or a constant, or " + Refusals.BIND));
    }
    if (values.get().contains(new KeyValue.Null())) {
      throw new RefusalException(
          Refusals.badKey("INSERT", "the key " + key(target) + " is NULL", "give it a value"));
    }
    return new Keys.Constraint(
        target.sharded().get().group(), values.get().asList(), Keys.Of.WRITTEN);
  }

  private static String key(Source target) {
    return target.alias().orElse("") + "." + target.sharded().get().key();
  }

  private static RefusalException missing(Source target) {
    return new RefusalException(
        Refusals.badKey(
            "INSERT",
            "it gives no value for the key " + key(target),
            "give it as a parameter or a constant"));
  }

  /** Where the conflict is one of the key, the row has the key that is inserted. */
  private void conflict(
      BoundModification modification,
      Statement.Insert insert,
      ImmutableList.Builder<Keys.Constraint> constraints)
      throws RefusalException {
    Source target = modification.target();
    boolean ofKey =
        insert.conflictParts().stream()
            .anyMatch(part -> bindings.attribute(part).equals(target.key()));
    if (ofKey) {
      assignments(modification, insert.conflictSets(), Optional.of("excluded"), constraints);
    } else {
      // The row that is there may have any key.
      for (Statement.Assignment set : insert.conflictSets()) {
        Optional<Expr> other = otherKey(target, set, Optional.empty());
        if (other.isPresent()) {
          throw anotherKey(target);
        }
      }
    }
  }

  /**
   * Adds the keys that rows are given.
   *
   * @param same a mention whose key is the row's own
   */
  private void assignments(
      BoundModification modification,
      List<Statement.Assignment> sets,
      Optional<String> same,
      ImmutableList.Builder<Keys.Constraint> constraints)
      throws RefusalException {
    Source target = modification.target();
    for (Statement.Assignment set : sets) {
      Optional<Expr> other = otherKey(target, set, same);
      if (other.isPresent()) {
        constraints.add(given(modification, set, other.get(), same.isPresent()));
        changed = Optional.of(toAnotherShard(target));
      }
    }
  }

  /**
   * The key that rows are given, of which all that is known must be on their shard.
   *
   * @param known whether the key that they have is known, besides what conditions tell
   */
  private Keys.Constraint given(
      BoundModification modification, Statement.Assignment set, Expr value, boolean known)
      throws RefusalException {
    Source target = modification.target();
    Attribute key = target.key().get();
    // What such a statement returns is not confined as the rows were before.
    boolean last =
        statement.body() instanceof BoundQuery.OfModification of
            && of.modification().equals(modification);
    Optional<ImmutableSet<KeyValue>> values =
        facts.family(key).flatMap(family -> facts.values(value, family));
    boolean confined = known || facts.values(key).isPresent();
    if (!last || set.partial() || values.isEmpty() || !confined) {
      throw anotherKey(target);
    }
    if (values.get().contains(new KeyValue.Null())) {
      throw new RefusalException(
          Refusals.badKey(
              "SET " + target.sharded().get().key(), "the key would be NULL", "give it a value"));
    }
    return new Keys.Constraint(
        target.sharded().get().group(), values.get().asList(), Keys.Of.WRITTEN);
  }

  private static RefusalException anotherKey(Source target) {
    return new RefusalException(
        "SET " + target.sharded().get().key(),
        "the row would belong to another key, and both are not known beforehand",
        "fix the old key with = and give the new one as a parameter or a constant, or insert the row"
            + " anew and delete the old one");
  }

  private static Refusal toAnotherShard(Source target) {
    return Refusals.of(
        "SET " + target.sharded().get().key(),
        "the row would belong to a key of another shard",
        "insert it anew under that key, and delete it under the old one");
  }

  /** What an assignment makes the key, where that may be another than the row has. */
  private Optional<Expr> otherKey(Source target, Statement.Assignment set, Optional<String> same) {
    String key = target.sharded().get().key();
    for (int i = 0; i < set.columns().size(); i++) {
      if (set.columns().get(i).value().equals(key)) {
        Expr value = value(set, i);
        return keeps(target, value, same) ? Optional.empty() : Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** The value of one of the columns; all of it where it is not told apart. */
  private static Expr value(Statement.Assignment set, int index) {
    boolean row =
        set.columns().size() > 1
            && set.value() instanceof Expr.Row items
            && items.items().size() == set.columns().size();
    return row ? ((Expr.Row) set.value()).items().get(index) : set.value();
  }

  private boolean keeps(Source target, Expr value, Optional<String> same) {
    Optional<Attribute> column = bindings.attribute(value);
    if (column.isPresent() && column.equals(target.key())) {
      return true;
    }
    boolean excluded =
        column.isPresent()
            && same.isPresent()
            && column.get().owner() instanceof Source source
            && source.alias().equals(same)
            && source.relation().isEmpty()
            && column.get().index() == target.key().get().index();
    return excluded || isKeyAlready(target, value);
  }

  /** Whether a value is the very constant that is the key of all rows that are written. */
  private boolean isKeyAlready(Source target, Expr value) {
    Attribute key = target.key().get();
    Optional<ImmutableSet<KeyValue>> known = facts.values(key).filter(v -> v.size() == 1);
    return known.isPresent()
        && facts.family(key).flatMap(family -> facts.values(value, family)).equals(known);
  }
}
