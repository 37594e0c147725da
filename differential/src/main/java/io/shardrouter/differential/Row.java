package io.shardrouter.differential;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param key the value of its first column
 * @param line as COPY writes it, without the end of the line
 */
record Row(String key, String line) {
  static Row of(@Nullable Object... values) {
    return new Row(
        String.valueOf(values[0]),
        Arrays.stream(values).map(Row::field).collect(Collectors.joining("\t")));
  }

  private static String field(@Nullable Object value) {
    return value == null
        ? "\\N"
        : value
            .toString()
            .replace("\\", "\\\\")
            .replace("\t", "\\t")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
  }

  /** The value of the first column in a line of COPY's. */
  static String keyOf(String line) {
    return line.split("\t", 2)[0].translateEscapes();
  }
}
