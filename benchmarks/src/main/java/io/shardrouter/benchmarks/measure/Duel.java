package io.shardrouter.benchmarks.measure;

import java.util.Locale;

/**
 * One line of what the router costs beside a peer.
 *
 * @param what what was measured
 * @param peer its name
 * @param ours the router's median, with the unit
 * @param theirs the peer's; empty where it was not timed
 * @param ratio how ours by theirs lies
 * @param verdict {@code better}, {@code tie}, {@code behind}, or {@code n/a} with the reason
 */
public record Duel(
    String what, String peer, String ours, String theirs, String ratio, String verdict) {
  /** What stands over the rows. */
  public static final String HEADING =
      """
      | what | peer | router | peer's | ratio | verdict |
      | --- | --- | ---: | ---: | ---: | --- |
      """;

  /** Decides by where the ratio's median may be: only an interval wholly below 1 is better. */
  public static Duel of(String what, String peer, String ours, String theirs, Spread ratio) {
    if (!ratio.isBounded()) {
      return new Duel(
          what,
          peer,
          ours,
          theirs,
          ratio.median("%.2f") + " ×",
          "too few rounds (" + ratio.values() + ")");
    }
    String range = Spread.between("%.2f", ratio.least(), ratio.most());
    String verdict = verdict(ratio.least(), ratio.most());
    return new Duel(what, peer, ours, theirs, ratio.median("%.2f") + " × (" + range + ")", verdict);
  }

  /** For what is counted, not measured. */
  public static Duel counted(String what, String peer, String unit, double ours, double theirs) {
    double ratio = ours / theirs;
    return new Duel(
        what,
        peer,
        String.format(Locale.ROOT, "%,.0f %s", ours, unit),
        String.format(Locale.ROOT, "%,.0f %s", theirs, unit),
        String.format(Locale.ROOT, "%.2f ×", ratio),
        verdict(ratio, ratio));
  }

  private static String verdict(double least, double most) {
    return most < 1 ? "better" : least > 1 ? "**behind**" : "tie";
  }

  /** For what a peer cannot do, or does wrongly. */
  public static Duel notTimed(String what, String peer, String ours, String reason) {
    return new Duel(what, peer, ours, "", "", "n/a: " + reason.lines().findFirst().orElse(""));
  }

  /** A row of the table under {@link #HEADING}. */
  public String row() {
    return "| %s | %s | %s | %s | %s | %s |%n".formatted(what, peer, ours, theirs, ratio, verdict);
  }
}
