package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Facts.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sources that a generated expression can name. */
record Scope(ImmutableList<Source> sources) {
  static final Scope EMPTY = new Scope(ImmutableList.of());

  /**
   * A table, a query or a function under an alias.
   *
   * @param table where it is one
   */
  record Source(String alias, ImmutableList<Column> columns, Optional<Facts.Known> table) {}

  /**
   * A column that can be named.
   *
   * @param sql with the alias
   */
  record Reference(String sql, Column column) {}

  Scope with(Source source) {
    return new Scope(ImmutableList.<Source>builder().addAll(sources).add(source).build());
  }

  ImmutableList<Reference> columns() {
    ImmutableList.Builder<Reference> all = ImmutableList.builder();
    for (Source source : sources) {
      for (Column column : source.columns()) {
        all.add(new Reference(source.alias() + "." + column.name(), column));
      }
    }
    return all.build();
  }

  ImmutableList<Reference> columns(Kind kind) {
    return columns().stream()
        .filter(reference -> reference.column().kind() == kind)
        .collect(ImmutableList.toImmutableList());
  }

  /** What tells every row from every other; empty where that is not known. */
  Optional<ImmutableList<String>> identity() {
    List<String> columns = new ArrayList<>();
    for (Source source : sources) {
      if (source.table().isEmpty()) {
        return Optional.empty();
      }
      source.table().get().identity().forEach(name -> columns.add(source.alias() + "." + name));
    }
    return columns.isEmpty() ? Optional.empty() : Optional.of(ImmutableList.copyOf(columns));
  }

  /** The sources that are sharded tables. */
  ImmutableList<Source> sharded() {
    return sources.stream()
        .filter(
            source ->
                source
                    .table()
                    .filter(known -> known.table().placing() instanceof Table.Placing.Keyed)
                    .isPresent())
        .collect(ImmutableList.toImmutableList());
  }
}
