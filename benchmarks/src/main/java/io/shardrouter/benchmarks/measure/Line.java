package io.shardrouter.benchmarks.measure;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One line of the report.
 *
 * @param what what was measured
 * @param measured its median, with the unit
 * @param beside the median of what it is held against, with the unit; empty where there is none
 * @param figure what the target speaks of
 * @param unit of the figure
 * @param target the most that the figure's median may be; empty where nothing is promised
 */
public record Line(
    String what,
    String measured,
    String beside,
    Spread figure,
    String unit,
    OptionalDouble target) {

  /** What stands over the rows. */
  public static final String HEADING =
      """
      | what | measured | beside | figure | spread | target | reached |
      | --- | ---: | ---: | ---: | ---: | ---: | --- |
      """;

  /** A row of the table under {@link #HEADING}. */
  public String row() {
    return "| %s | %s | %s | %s %s | %s | %s | %s |%n"
        .formatted(
            what,
            measured,
            beside,
            figure.median(format()),
            unit,
            figure.range(format()),
            target.isPresent()
                ? "≤ " + String.format(Locale.ROOT, format(), target.getAsDouble()) + " " + unit
                : "",
            target.isPresent() ? (figure.median() <= target.getAsDouble() ? "yes" : "**no**") : "");
  }

  private String format() {
    return unit.equals("×") ? "%.2f" : "%.0f";
  }
}
