package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.internal.sql.syntax.Name;
import java.util.Optional;

/**
 * Where names are looked up: in the FROM clause at hand, then in those around it.
 *
 * @param outer empty at the top
 */
record Scope(Names names, Optional<Scope> outer) {
  static final Scope TOP = new Scope(Names.NONE, Optional.empty());
  private static final ImmutableSet<String> OF_SYSTEM =
      ImmutableSet.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  /** The same with more beside it. */
  Scope with(Names more) {
    return new Scope(names.and(more), outer);
  }

  /** A level further in. */
  Scope inner(Names inside) {
    return new Scope(inside, Optional.of(this));
  }

  /** Looks up {@code a}, {@code t.a} or {@code s.t.a}, as PostgreSQL does for a column. */
  Reference resolve(ImmutableList<Name> name) {
    String last = name.get(name.size() - 1).value();
    return switch (name.size()) {
      case 1 -> column(last);
      case 2 -> qualified(Optional.empty(), name.get(0).value(), last);
      case 3 -> qualified(Optional.of(name.get(0).value()), name.get(1).value(), last);
      default -> new Reference.Unresolved();
    };
  }

  private Reference column(String name) {
    for (Optional<Scope> at = Optional.of(this); at.isPresent(); at = at.get().outer) {
      Names level = at.get().names;
      ImmutableList<Reference> found = level.find(name);
      if (found.size() == 1) {
        return found.get(0);
      }
      if (found.size() > 1) {
        return new Reference.Unresolved();
      }
      if (level.open()) {
        return new Reference.Open();
      }
      if (OF_SYSTEM.contains(name) && !level.sources().isEmpty()) {
        return new Reference.OfSystem(name);
      }
    }
    return find(Optional.empty(), name)
        .<Reference>map(Reference.WholeRow::new)
        .orElseGet(Reference.Unresolved::new);
  }

  private Reference qualified(Optional<String> schema, String alias, String name) {
    Optional<Source> source = find(schema, alias);
    if (source.isEmpty()) {
      return new Reference.Unresolved();
    }
    int index = source.get().columns().indexOf(name);
    boolean once = index == source.get().columns().lastIndexOf(name);
    if (index >= 0 && once) {
      return new Reference.To(new Attribute(source.get(), index));
    }
    if (index < 0 && OF_SYSTEM.contains(name)) {
      return new Reference.OfSystem(name);
    }
    return index < 0 && source.get().open() ? new Reference.Open() : new Reference.Unresolved();
  }

  /** The nearest mention that is called so; none where several are. */
  Optional<Source> find(Optional<String> schema, String alias) {
    for (Optional<Scope> at = Optional.of(this); at.isPresent(); at = at.get().outer) {
      ImmutableList<Source> called =
          at.get().names.called(alias).stream()
              .filter(source -> schema.isEmpty() || isIn(source, schema.get()))
              .collect(ImmutableList.toImmutableList());
      if (called.size() == 1) {
        return Optional.of(called.get(0));
      }
      if (called.size() > 1) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isIn(Source source, String schema) {
    boolean renamed = source.written().map(w -> w.alias().name().isPresent()).orElse(true);
    return !renamed && source.relation().map(r -> r.name().schema().equals(schema)).orElse(false);
  }
}
