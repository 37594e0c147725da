package io.shardrouter.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** For a name that does not exist, the one that was probably meant. */
final class NearestName {
  private NearestName() {}

  /** The end of an error message: the nearest known name, or all of them if none is near. */
  static String suggestion(String name, Collection<String> known) {
    return nearest(name, known)
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElseGet(() -> "; there are " + String.join(", ", known));
  }

  /** The known name with the fewest letters to change, if these are few. */
  static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= tolerated(name, candidate))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int tolerated(String name, String candidate) {
    return Math.max(2, Math.max(name.length(), candidate.length()) / 3);
  }

  /** Levenshtein's, in which upper and lower case are the same. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
