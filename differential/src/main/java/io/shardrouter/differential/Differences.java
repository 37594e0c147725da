package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import io.shardrouter.differential.Expectation.Exactness;
import io.shardrouter.differential.Observation.Failed;
import io.shardrouter.differential.Observation.Rows;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares two answers. */
final class Differences {
  private static final int SHOWN = 4;

  private Differences() {}

  static Verdict between(ImmutableList<Observation> plain, ImmutableList<Observation> routed) {
    for (int i = 0; i < routed.size(); i++) {
      if (routed.get(i) instanceof Failed failed && failed.isRefusal()) {
        boolean answerable = i < plain.size() && !(plain.get(i) instanceof Failed);
        return new Verdict.Refused(failed.state(), failed.message(), answerable);
      }
      if (i >= plain.size()) {
        return new Verdict.Wrong("no more", routed.get(i).toString());
      }
      Optional<Verdict> difference = difference(plain.get(i), routed.get(i));
      if (difference.isPresent()) {
        return difference.get();
      }
    }
    if (routed.size() < plain.size()) {
      return new Verdict.Wrong(plain.get(routed.size()).toString(), "no more");
    }
    return plain.stream()
        .filter(Failed.class::isInstance)
        .findFirst()
        .<Verdict>map(failed -> new Verdict.Failing(failed.toString()))
        .orElseGet(Verdict.Right::new);
  }

  private static Optional<Verdict> difference(Observation plain, Observation routed) {
    if (plain instanceof Failed one && routed instanceof Failed other) {
      return one.state().equals(other.state()) ? Optional.empty() : wrong(plain, routed);
    }
    if (plain instanceof Rows expected && routed instanceof Rows got) {
      return ofRows(expected, got);
    }
    return plain.equals(routed) ? Optional.empty() : wrong(plain, routed);
  }

  private static Optional<Verdict> ofRows(Rows expected, Rows got) {
    Exactness exactness = expected.expectation().exactness();
    if (!expected.columns().equals(got.columns())) {
      return wrong(expected.columns(), got.columns());
    }
    if (expected.rows().size() != got.rows().size()) {
      return wrong(expected, got);
    }
    if (exactness == Exactness.SHAPE) {
      return Optional.empty();
    }
    ImmutableList<ImmutableList<Cell>> ours = comparable(expected.rows(), exactness);
    ImmutableList<ImmutableList<Cell>> theirs = comparable(got.rows(), exactness);
    if (expected.expectation().sequence() instanceof Expectation.Sequence.Same) {
      return inSequence(ours, theirs);
    }
    if (expected.expectation().sequence() instanceof Expectation.Sequence.By by) {
      Optional<Verdict> order =
          inSequence(projected(ours, by.columns()), projected(theirs, by.columns()));
      if (order.isPresent()) {
        return order;
      }
    }
    return inAnyOrder(ours, theirs);
  }

  private static Optional<Verdict> inSequence(
      List<ImmutableList<Cell>> expected, List<ImmutableList<Cell>> got) {
    for (int row = 0; row < expected.size(); row++) {
      if (!expected.get(row).equals(got.get(row))) {
        int end = Math.min(row + SHOWN, expected.size());
        return wrong(
            "from row " + row + " of " + expected.size() + ": " + expected.subList(row, end),
            got.subList(row, end));
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> inAnyOrder(
      List<ImmutableList<Cell>> expected, List<ImmutableList<Cell>> got) {
    Multiset<ImmutableList<Cell>> ours = ImmutableMultiset.copyOf(expected);
    Multiset<ImmutableList<Cell>> theirs = ImmutableMultiset.copyOf(got);
    return ours.equals(theirs)
        ? Optional.empty()
        : wrong(
            "only here: " + few(Multisets.difference(ours, theirs)),
            "only here: " + few(Multisets.difference(theirs, ours)));
  }

  private static ImmutableList<ImmutableList<Cell>> comparable(
      ImmutableList<ImmutableList<Cell>> rows, Exactness exactness) {
    return exactness == Exactness.LETTER
        ? rows
        : rows.stream()
            .map(
                row ->
                    row.stream().map(Cell::withoutScale).collect(ImmutableList.toImmutableList()))
            .collect(ImmutableList.toImmutableList());
  }

  static ImmutableList<ImmutableList<Cell>> projected(
      ImmutableList<ImmutableList<Cell>> rows, ImmutableList<Integer> columns) {
    return rows.stream()
        .map(
            row ->
                columns.stream()
                    .map(column -> row.get(column - 1))
                    .collect(ImmutableList.toImmutableList()))
        .collect(ImmutableList.toImmutableList());
  }

  private static Optional<Verdict> wrong(Object expected, Object got) {
    return Optional.of(new Verdict.Wrong(expected.toString(), got.toString()));
  }

  /** The first of them, for a person to read. */
  static String few(Iterable<?> all) {
    List<?> list = ImmutableList.copyOf(all);
    return list.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(" "))
        + (list.size() > SHOWN ? " and " + (list.size() - SHOWN) + " more" : "");
  }
}
