package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The queries of WITH that can be mentioned. Immutable. */
final class Ctes {
  static final Ctes NONE = new Ctes(ImmutableMap.of());

  private final ImmutableMap<String, Entry> entries;

  private Ctes(ImmutableMap<String, Entry> entries) {
    this.entries = entries;
  }

  /** What a name stands for. */
  private sealed interface Entry {}

  private record Known(BoundQuery query, ImmutableList<String> columns) implements Entry {}

  private record Later() implements Entry {}

  /**
   * A query that is being defined by itself.
   *
   * @param mentions collects where it is mentioned
   */
  record Self(ImmutableList<String> columns, List<Source> mentions) implements Entry {}

  Ctes plus(String name, BoundQuery query, ImmutableList<String> columns) {
    return with(name, new Known(query, columns));
  }

  Ctes plusSelf(String name, Self self) {
    return with(name, self);
  }

  /** The same, where {@code names} are defined further down: they cannot be mentioned yet. */
  Ctes hiding(Set<String> names) {
    Ctes hiding = this;
    for (String name : names) {
      hiding = hiding.with(name, new Later());
    }
    return hiding;
  }

  private Ctes with(String name, Entry entry) {
    Map<String, Entry> all = new HashMap<>(entries);
    all.put(name, entry);
    return new Ctes(ImmutableMap.copyOf(all));
  }

  /** A mention of {@code name}; empty where it is no query of WITH. */
  Optional<Source> mention(String name, String alias, ImmutableList<String> renamed)
      throws RefusalException {
    Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry instanceof Known known) {
      ImmutableList<String> columns = renamed(known.columns(), renamed);
      return Optional.of(Source.query(Optional.of(alias), known.query(), columns));
    }
    if (entry instanceof Self self) {
      Source source = Source.rows(Optional.of(alias), renamed(self.columns(), renamed), false);
      self.mentions().add(source);
      return Optional.of(source);
    }
    throw new RefusalException(
        "WITH RECURSIVE",
        "\"" + name + "\" is mentioned before it is defined",
        "put its definition first");
  }

  static ImmutableList<String> renamed(ImmutableList<String> columns, List<String> names) {
    ImmutableList.Builder<String> all = ImmutableList.builder();
    for (int i = 0; i < columns.size(); i++) {
      all.add(i < names.size() ? names.get(i) : columns.get(i));
    }
    return all.build();
  }
}
