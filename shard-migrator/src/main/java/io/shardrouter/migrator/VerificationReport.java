package io.shardrouter.migrator;

import java.util.List;

/**
 * What a look at the whole cluster found.
 *
 * @param findings what is not as it should be; empty: all is well
 * @param repaired what was mended, a sentence each; empty where nothing had to be or was to be
 * @param keys how many keys were looked at, each once for each table and shard that has rows of it
 */
public record VerificationReport(List<Finding> findings, List<String> repaired, long keys) {
  /** Copies the lists. */
  public VerificationReport {
    findings = List.copyOf(findings);
    repaired = List.copyOf(repaired);
  }

  /** Whether nothing was found. */
  public boolean isClean() {
    return findings.isEmpty();
  }
}
