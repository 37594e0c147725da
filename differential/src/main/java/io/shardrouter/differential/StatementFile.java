package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.differential.Ask.Manner;
import io.shardrouter.differential.Expectation.Exactness;
import io.shardrouter.differential.Expectation.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads questions from a file. {@code # category} starts one; a blank line ends a question; a
 * statement ends with a semicolon at the end of a line. Before a statement may stand {@code ?
 * setter value | …} with its parameters, and what begins with {@code @}: how it is run and compared
 * ({@code list}, {@code by 1 2}, {@code bag}, {@code number}, {@code shape}, {@code prepared},
 * {@code batch}, {@code fetch n}, {@code max n}, {@code keys a b}), or a call of the connection
 * ({@code begin}, {@code commit} and so on).
 */
final class StatementFile {
  private static final ImmutableList<String> FILES =
      ImmutableList.of(
          "routes.sql", "scatter-order.sql", "aggregates.sql", "complex.sql", "writes.sql");
  private static final Pattern PARENTHESIZED = Pattern.compile("\\([^()]*\\)");

  private final String file;
  private final List<Question> questions = new ArrayList<>();

  private String category = "";
  private int line;
  private int start;
  private List<Script.Step> steps = new ArrayList<>();
  private ImmutableSet<String> ignored = ImmutableSet.of();
  private final StringBuilder sql = new StringBuilder();
  private List<ImmutableList<Binding>> bindings = new ArrayList<>();
  private ImmutableList<String> keys = ImmutableList.of();
  private Manner manner = Manner.DEFAULT;
  private boolean sequenceSaid;

  private StatementFile(String file) {
    this.file = file;
  }

  /** Those of every file. */
  static ImmutableList<Question> all() throws IOException {
    ImmutableList.Builder<Question> questions = ImmutableList.builder();
    for (String file : FILES) {
      questions.addAll(read(file));
    }
    return questions.build();
  }

  /** The questions of a file under {@code statements}. */
  static ImmutableList<Question> read(String file) throws IOException {
    StatementFile reader = new StatementFile(file);
    Database.resource("statements/" + file).lines().forEach(reader::line);
    reader.line("");
    return ImmutableList.copyOf(reader.questions);
  }

  private void line(String text) {
    line++;
    if (text.startsWith("# ")) {
      category = text.substring(2).strip();
    } else if (text.isBlank() && sql.isEmpty()) {
      endQuestion();
    } else if (sql.isEmpty() && text.startsWith("? ")) {
      bindings.add(
          Stream.of(text.substring(2).split(" \\| ", -1))
              .map(Binding::parse)
              .collect(ImmutableList.toImmutableList()));
    } else if (sql.isEmpty() && text.startsWith("@")) {
      directive(text.substring(1).strip());
    } else {
      statementLine(text);
    }
  }

  private void statementLine(String text) {
    if (steps.isEmpty() && sql.isEmpty()) {
      start = line;
    }
    sql.append(sql.isEmpty() ? "" : "\n").append(text.stripTrailing());
    if (sql.charAt(sql.length() - 1) == ';') {
      sql.setLength(sql.length() - 1);
      endStatement(sql.toString());
      sql.setLength(0);
    }
  }

  private void endStatement(String text) {
    if (!sequenceSaid && isOrdered(text)) {
      throw new IllegalStateException(
          "%s:%d is ordered: say @list, @by or @bag".formatted(file, line));
    }
    if (bindings.isEmpty()) {
      bindings.add(ImmutableList.of());
    }
    steps.add(new Script.Step.Run(new Ask(text, ImmutableList.copyOf(bindings), keys, manner)));
    bindings = new ArrayList<>();
    keys = ImmutableList.of();
    manner = Manner.DEFAULT;
    sequenceSaid = false;
  }

  private static boolean isOrdered(String text) {
    String outermost = text.toLowerCase(Locale.ROOT);
    String before;
    do {
      before = outermost;
      outermost = PARENTHESIZED.matcher(before).replaceAll("");
    } while (!outermost.equals(before));
    return outermost.contains("order by");
  }

  private void directive(String text) {
    String[] words = text.split(" ");
    List<String> rest = Arrays.asList(words).subList(1, words.length);
    Expectation expectation = manner.expectation();
    switch (words[0]) {
      case "list" -> sequence(new Sequence.Same());
      case "bag" -> sequence(new Sequence.Any());
      case "by" ->
          sequence(
              new Sequence.By(
                  rest.stream().map(Integer::valueOf).collect(ImmutableList.toImmutableList())));
      case "number" -> manner = manner.with(expectation.with(Exactness.NUMBER));
      case "shape" -> {
        sequenceSaid = true;
        manner = manner.with(expectation.with(Exactness.SHAPE));
      }
      case "prepared" ->
          manner = changed(true, manner.batch(), manner.fetchSize(), manner.maxRows());
      case "batch" -> manner = changed(true, true, manner.fetchSize(), manner.maxRows());
      case "fetch" ->
          manner =
              changed(
                  manner.prepared(),
                  manner.batch(),
                  Integer.parseInt(rest.get(0)),
                  manner.maxRows());
      case "max" ->
          manner =
              changed(
                  manner.prepared(),
                  manner.batch(),
                  manner.fetchSize(),
                  Integer.parseInt(rest.get(0)));
      case "keys" -> keys = ImmutableList.copyOf(rest);
      case "ignore" -> ignored = ImmutableSet.copyOf(rest);
      default -> {
        if (steps.isEmpty()) {
          start = line;
        }
        steps.add(new Script.Step.Call(words[0], rest.stream().collect(Collectors.joining(" "))));
      }
    }
  }

  private Manner changed(boolean prepared, boolean batch, int fetchSize, int maxRows) {
    return new Manner(prepared, batch, fetchSize, maxRows, manner.expectation());
  }

  private void sequence(Sequence sequence) {
    sequenceSaid = true;
    manner = manner.with(manner.expectation().with(sequence));
  }

  private void endQuestion() {
    if (!steps.isEmpty()) {
      questions.add(new Script(category, file + ":" + start, ImmutableList.copyOf(steps), ignored));
      steps = new ArrayList<>();
      ignored = ImmutableSet.of();
    }
  }
}
