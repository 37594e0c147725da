package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement that is being made up: its choices, parameters and names. Not thread-safe. */
final class Draft {
  /** Stands for a parameter until the whole text, and so the order of parameters, is known. */
  private static final Pattern PLACE = Pattern.compile("\u0001(\\d+)\u0002");

  final Choices choices;
  final Facts facts;

  /** The common table expressions that can be named where the text is. */
  final List<Scope.Source> known = new ArrayList<>();

  private final Set<String> bare = new HashSet<>();
  private final List<Binding> bindings = new ArrayList<>();
  private int names;
  private int literalsOnly;
  private boolean loose;
  private boolean folded;

  Draft(Choices choices, Facts facts) {
    this.choices = choices;
    this.facts = facts;
  }

  String name(String start) {
    return start + ++names;
  }

  /** Whether a table of that name needs no alias: once. */
  boolean canStandBare(String table) {
    return choices.chance(6) && bare.add(table);
  }

  /** {@code literal}, or a parameter of that value. */
  String value(String literal, Binding binding) {
    if (literalsOnly > 0 || !choices.chance(35)) {
      return literal;
    }
    bindings.add(binding);
    return "\u0001" + (bindings.size() - 1) + "\u0002";
  }

  /** Without parameters: two of them are never the same expression. */
  <T> T withoutParameters(Supplier<T> part) {
    literalsOnly++;
    try {
      return part.get();
    } finally {
      literalsOnly--;
    }
  }

  /** A value is used that may be equal to one that looks different. */
  void useLoose() {
    loose = true;
  }

  /** A part of the text, and whether its value may be equal to one that looks different. */
  record Part(String sql, boolean loose) {}

  Part part(Supplier<String> sql) {
    boolean before = loose;
    loose = false;
    String made = sql.get();
    boolean within = loose;
    loose |= before;
    return new Part(made, within);
  }

  /** Equal values are folded to one, or ordered. */
  void fold() {
    folded = true;
  }

  boolean isFoldedLoosely() {
    return loose && folded;
  }

  /** The finished statement. */
  Ask finish(String text, Ask.Manner manner) {
    ImmutableList.Builder<Binding> ordered = ImmutableList.builder();
    Matcher place = PLACE.matcher(text);
    StringBuilder sql = new StringBuilder();
    while (place.find()) {
      ordered.add(bindings.get(Integer.parseInt(place.group(1))));
      place.appendReplacement(sql, "?");
    }
    place.appendTail(sql);
    return Ask.query(sql.toString(), ordered.build(), manner);
  }
}
