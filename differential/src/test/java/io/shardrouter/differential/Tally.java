package io.shardrouter.differential;

import com.google.common.collect.HashMultiset;
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
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'|\\d+");
  private static final int WRONG_SHOWN = 40;

  private final Map<String, Multiset<Class<?>>> byCategory = new TreeMap<>();
  private final Multiset<String> reasons = HashMultiset.create();
  private final List<String> wrong = new ArrayList<>();
  private int answerable;
  private int refused;

  synchronized void add(Question question, String where, Verdict verdict) {
    byCategory
        .computeIfAbsent(question.category(), c -> HashMultiset.create())
        .add(verdict.getClass());
    if (verdict instanceof Verdict.Right right && right.answered()) {
      answerable++;
    } else if (verdict instanceof Verdict.Wrong bad) {
      answerable++;
      wrong.add(
          "%s on %s%n  expected: %s%n  got:      %s"
              .formatted(question.name(), where, bad.expected(), bad.got()));
    } else if (verdict instanceof Verdict.Refused no) {
      reasons.add(no.state() + " " + QUOTED.matcher(no.message()).replaceAll("…"));
      if (no.answerable()) {
        answerable++;
        refused++;
      }
    }
  }

  synchronized List<String> wrong() {
    return List.copyOf(wrong);
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
  synchronized String report(String title) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        "%n%s%n%-52s %7s %8s %7s %8s%n"
            .formatted(title, "", "right", "refused", "wrong", "unasked"));
    Multiset<Class<?>> all = HashMultiset.create();
    byCategory.forEach(
        (category, counts) -> {
          text.append(row(category, counts));
          all.addAll(counts);
        });
    text.append(row("all", all));
    text.append("refused of what PostgreSQL answers: %.1f %%%n".formatted(refusedPercent()));
    for (Multiset.Entry<String> reason : Multisets.copyHighestCountFirst(reasons).entrySet()) {
      text.append("%7d x %s%n".formatted(reason.getCount(), reason.getElement()));
    }
    wrong.stream()
        .limit(WRONG_SHOWN)
        .forEach(each -> text.append("WRONG ").append(each).append('\n'));
    Path directory = Files.createDirectories(Path.of("target", "differential"));
    Files.writeString(directory.resolve(title.replaceAll("\\W+", "-") + ".txt"), text);
    System.out.println(text);
    return text.toString();
  }

  private static String row(String name, Multiset<Class<?>> counts) {
    return "%-52s %7d %8d %7d %8d%n"
        .formatted(
            name,
            counts.count(Verdict.Right.class),
            counts.count(Verdict.Refused.class),
            counts.count(Verdict.Wrong.class),
            counts.count(Verdict.Unasked.class));
  }
}
