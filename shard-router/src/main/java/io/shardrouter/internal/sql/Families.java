package io.shardrouter.internal.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The families of columns, through subqueries down to the tables. */
final class Families {
  private final Map<Attribute, Optional<Family>> known = new HashMap<>();

  Optional<Family> of(Attribute attribute) {
    Optional<Family> there = known.get(attribute);
    if (there != null) {
      return there;
    }
    known.put(attribute, Optional.empty());
    Optional<Family> found =
        attribute.owner() instanceof Source source
            ? ofSource(source, attribute)
            : ofQuery((BoundQuery) attribute.owner(), attribute.index());
    known.put(attribute, found);
    return found;
  }

  /** To be called for every query before anything is asked. */
  void prepare(BoundQuery query) {
    if (query.body() instanceof BoundQuery.OfSet set) {
      for (int i = 0; i < query.outputs().size(); i++) {
        for (Source self : set.selves()) {
          assume(self, i, set.left());
        }
      }
    }
  }

  private Optional<Family> ofSource(Source source, Attribute attribute) {
    if (source.relation().isPresent()) {
      boolean key = source.key().equals(Optional.of(attribute));
      return source.column(attribute.index()).flatMap(column -> Family.of(column, key));
    }
    return source.query().flatMap(query -> of(new Attribute(query, attribute.index())));
  }

  private Optional<Family> ofQuery(BoundQuery query, int index) {
    if (query.body() instanceof BoundQuery.OfSet set) {
      Optional<Family> left = of(new Attribute(set.left(), index));
      return left.equals(of(new Attribute(set.right(), index))) ? left : Optional.empty();
    }
    if (query.body() instanceof BoundQuery.OfQuery nested) {
      return of(new Attribute(nested.query(), index));
    }
    return index < query.outputs().size()
        ? query.outputs().get(index).attribute().flatMap(this::of)
        : Optional.empty();
  }

  /** What a recursive query gives to itself has the type of its left side. */
  private void assume(Source self, int index, BoundQuery left) {
    known.put(new Attribute(self, index), of(new Attribute(left, index)));
  }
}
