package io.shardrouter.benchmarks;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One line of the report.
 *
 * @param what what was measured
 * @param measured the value, with its unit
 * @param twin the value of plain JDBC in the same run, with its unit; empty where there is none
 * @param judged the figure that the target speaks of
 * @param target the most that it may be; empty where nothing is promised
 * @param unit of {@code judged}: {@code ×}, {@code ns}, {@code B}
 * @param quiet {@code judged} by the fastest tenth of the turns alone, where there are turns
 */
record Finding(
    String what,
    String measured,
    String twin,
    double judged,
    OptionalDouble target,
    String unit,
    OptionalDouble quiet) {

  static final String HEADING =
      """
      | what | measured | plain twin | figure | fastest tenth | target | reached |
      | --- | ---: | ---: | ---: | ---: | ---: | --- |
      """;

  /** A row of the table under {@link #HEADING}. */
  String row() {
    return "| %s | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            what,
            measured,
            twin,
            figure(judged),
            quiet.isPresent() ? figure(quiet.getAsDouble()) : "",
            target.isPresent() ? "≤ " + figure(target.getAsDouble()) : "",
            target.isPresent() ? (judged <= target.getAsDouble() ? "yes" : "**no**") : "");
  }

  private String figure(double value) {
    return String.format(Locale.ROOT, unit.equals("×") ? "%.2f" : "%.0f", value) + " " + unit;
  }
}
