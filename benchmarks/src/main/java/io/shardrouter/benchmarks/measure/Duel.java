package io.shardrouter.benchmarks.measure;

/**
 * One line of what the router costs beside a peer.
 *
 * @param what what was measured
 * @param ours the router's median, with the unit
 * @param theirs the peer's; empty where it was not timed
 * @param ratio how ours by theirs lies
 * @param verdict {@code better}, {@code tie}, {@code behind}, or {@code n/a} with the reason
 */
public record Duel(String what, String ours, String theirs, String ratio, String verdict) {
  /** What stands over the rows. */
  public static final String HEADING =
      """
      | what | router | peer | ratio | verdict |
      | --- | ---: | ---: | ---: | --- |
      """;

  /** Decides by where the ratio's median may be: only an interval wholly below 1 is better. */
  public static Duel of(String what, String ours, String theirs, Spread ratio) {
    String verdict = ratio.most() < 1 ? "better" : ratio.least() > 1 ? "**behind**" : "tie";
    String shown =
        "%s × (%s)"
            .formatted(ratio.median("%.2f"), Spread.between("%.2f", ratio.least(), ratio.most()));
    return new Duel(what, ours, theirs, shown, verdict);
  }

  /** For what a peer cannot do, or does wrongly. */
  public static Duel notTimed(String what, String ours, String reason) {
    return new Duel(what, ours, "", "", "n/a: " + reason.lines().findFirst().orElse(""));
  }

  /** A row of the table under {@link #HEADING}. */
  public String row() {
    return "| %s | %s | %s | %s | %s |%n".formatted(what, ours, theirs, ratio, verdict);
  }
}
