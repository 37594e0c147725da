package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a FROM clause lets expressions see.
 *
 * @param columns that can be named without a qualifier, in the order of a star
 * @param sources by which columns can be qualified
 */
record Names(ImmutableList<Visible> columns, ImmutableList<Source> sources) {
  static final Names NONE = new Names(ImmutableList.of(), ImmutableList.of());

  /** A column and its name. */
  record Visible(String name, Reference reference) {}

  static Names of(Source source) {
    ImmutableList.Builder<Visible> columns = ImmutableList.builder();
    for (int i = 0; i < source.columns().size(); i++) {
      Reference reference = new Reference.To(new Attribute(source, i));
      columns.add(new Visible(source.columns().get(i), reference));
    }
    return new Names(columns.build(), ImmutableList.of(source));
  }

  /** Beside each other. */
  Names and(Names other) {
    return new Names(concat(columns, other.columns), concat(sources, other.sources));
  }

  /** Of a join whose columns {@code merged} are one each. */
  Names merged(ImmutableList<Visible> merged, Names other) {
    Set<String> hidden = new HashSet<>();
    merged.forEach(column -> hidden.add(column.name()));
    List<Visible> all = new ArrayList<>(merged);
    Stream.concat(columns.stream(), other.columns.stream())
        .filter(column -> !hidden.contains(column.name()))
        .forEach(all::add);
    return new Names(ImmutableList.copyOf(all), concat(sources, other.sources));
  }

  /** Whether there are columns that are not known. */
  boolean open() {
    return sources.stream().anyMatch(Source::open);
  }

  /** What {@code name} is without a qualifier: nothing, one thing, or several. */
  ImmutableList<Reference> find(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .map(Visible::reference)
        .collect(ImmutableList.toImmutableList());
  }

  /** The mentions that are called {@code alias}. */
  ImmutableList<Source> called(String alias) {
    return sources.stream()
        .filter(source -> source.alias().equals(Optional.of(alias)))
        .collect(ImmutableList.toImmutableList());
  }

  private static <T> ImmutableList<T> concat(ImmutableList<T> first, ImmutableList<T> second) {
    return ImmutableList.<T>builder().addAll(first).addAll(second).build();
  }
}
