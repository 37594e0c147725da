package io.shardrouter.migrator.internal.cli;

/** Sizes for people. */
final class ByteSize {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private ByteSize() {}

  /** As PostgreSQL's pg_size_pretty: in units of 1024. */
  static String of(long bytes) {
    int unit = 0;
    long left = bytes;
    while (left >= 10 * 1024 && unit < UNITS.length - 1) {
      left = (left + 512) / 1024;
      unit++;
    }
    return left + " " + UNITS[unit];
  }
}
