package io.shardrouter.differential;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts verdicts, by category and by reason. Thread-safe. */
final class Tally {
  private static final Pattern PARTICULARS =
      Pattern.compile("\"[^\"]*\"|'[^']*'|\\d+|\n.*", Pattern.DOTALL);
  private static final int SHOWN = 40;
  private static final String ROW = "%-56s %7s %9s %8s %7s %8s%n";

  private final Map<String, Multiset<Class<?>>> byCategory = new TreeMap<>();
  private final Multiset<String> refusals = HashMultiset.create();
  private final Multiset<String> errors = HashMultiset.create();
  private final List<String> wrong = new ArrayList<>();
  private int answerable;
  private int refused;

  synchronized void add(Question question, String where, Verdict verdict) {
    byCategory
        .computeIfAbsent(question.category(), category -> HashMultiset.create())
        .add(verdict.getClass());
    if (verdict instanceof Verdict.Right) {
      answerable++;
    } else if (verdict instanceof Verdict.Failing failing) {
      errors.add(general(failing.error()));
    } else if (verdict instanceof Verdict.Wrong bad) {
      answerable++;
      wrong.add(
          "%s on %s%n  expected: %s%n  got:      %s"
              .formatted(question.name(), where, bad.expected(), bad.got()));
    } else if (verdict instanceof Verdict.Refused no) {
      refusals.add(general(no.state() + " " + no.message()));
      if (no.answerable()) {
        answerable++;
        refused++;
      }
    }
  }

  /** Without the names and numbers of one statement. */
  private static String general(String message) {
    return PARTICULARS.matcher(message).replaceAll("…");
  }

  synchronized ImmutableList<String> wrong() {
    return ImmutableList.copyOf(wrong);
  }

  synchronized Set<String> categoriesWithWrong() {
    return ImmutableSet.copyOf(
        Maps.filterValues(byCategory, counts -> counts.contains(Verdict.Wrong.class)).keySet());
  }

  /** Of what PostgreSQL answers. */
  synchronized double refusedPercent() {
    return answerable == 0 ? 0 : refused * 100.0 / answerable;
  }

  /** Prints the report and writes it into the build's directory. */
  synchronized void report(String title) throws IOException {
    StringBuilder text = new StringBuilder("\n");
    text.append(ROW.formatted(title, "right", "both fail", "refused", "wrong", "unasked"));
    Multiset<Class<?>> all = HashMultiset.create();
    byCategory.forEach(
        (category, counts) -> {
          text.append(row(category, counts));
          all.addAll(counts);
        });
    text.append(row("all", all));
    text.append("refused of what PostgreSQL answers: %.1f %%%n".formatted(refusedPercent()));
    list(text, "refused", refusals);
    list(text, "both fail", errors);
    wrong.stream().limit(SHOWN).forEach(each -> text.append("WRONG ").append(each).append('\n'));
    Path directory = Files.createDirectories(Path.of("target", "differential"));
    Files.writeString(directory.resolve(title.replaceAll("\\W+", "-") + ".txt"), text);
    System.out.println(text);
  }

  private static void list(StringBuilder text, String what, Multiset<String> counted) {
    Multisets.copyHighestCountFirst(counted).entrySet().stream()
        .limit(SHOWN)
        .forEach(
            entry ->
                text.append(
                    "%7d x %s: %s%n".formatted(entry.getCount(), what, entry.getElement())));
  }

  private static String row(String name, Multiset<Class<?>> counts) {
    return ROW.formatted(
        name,
        counts.count(Verdict.Right.class),
        counts.count(Verdict.Failing.class),
        counts.count(Verdict.Refused.class),
        counts.count(Verdict.Wrong.class),
        counts.count(Verdict.Unasked.class));
  }
}
