package io.shardrouter.internal.merge;

import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * Values as the server sends them, in text (of the ISO style, which the driver insists on) or
 * binary, as numbers in the same order: days from 2000-01-01, and microseconds from midnight or
 * from the midnight that began that day in UTC. The server's calendar, like Java's, has leap years
 * by one rule at all times.
 */
final class Sent {
  private static final long EPOCH = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final byte[] text;
  private int at;

  private Sent(byte[] text) {
    this.text = text;
  }

  static long binaryInt(byte[] sent) throws SQLException {
    if (sent.length != Integer.BYTES) {
      throw unreadable(sent);
    }
    // The infinities are the ends of int: they have to be those of long.
    int value = Ints.fromByteArray(sent);
    return switch (value) {
      case Integer.MAX_VALUE -> Long.MAX_VALUE;
      case Integer.MIN_VALUE -> Long.MIN_VALUE;
      default -> value;
    };
  }

  static long binaryLong(byte[] sent) throws SQLException {
    if (sent.length != Long.BYTES) {
      throw unreadable(sent);
    }
    return Longs.fromByteArray(sent);
  }

  /** The first or second half of a UUID's bytes, or of its digits. */
  static long uuidHalf(byte[] sent, int half) throws SQLException {
    if (sent.length == 2 * Long.BYTES) {
      int from = half * Long.BYTES;
      return Longs.fromBytes(
          sent[from],
          sent[from + 1],
          sent[from + 2],
          sent[from + 3],
          sent[from + 4],
          sent[from + 5],
          sent[from + 6],
          sent[from + 7]);
    }
    if (sent.length != 36) {
      throw unreadable(sent);
    }
    long digits = 0;
    for (int i = half * 18; i < (half + 1) * 18; i++) {
      if (sent[i] != '-') {
        digits = digits << 4 | Character.digit(sent[i], 16);
      }
    }
    return digits;
  }

  /** A date, such as {@code 2024-02-29}, {@code 0044-03-15 BC} or {@code -infinity}. */
  static long date(byte[] sent) throws SQLException {
    if (isInfinite(sent)) {
      return infinity(sent);
    }
    Sent reading = new Sent(sent);
    long days = reading.days();
    reading.requireEnd();
    return days;
  }

  /** A time of day, such as {@code 23:59:59.5} or {@code 24:00:00}. */
  static long time(byte[] sent) throws SQLException {
    Sent reading = new Sent(sent);
    long micros = reading.micros();
    reading.requireEnd();
    return micros;
  }

  /**
   * An instant, or a date and time without a zone, such as {@code 0044-03-15 12:00:00+00:53:28 BC}.
   */
  static long timestamp(byte[] sent) throws SQLException {
    if (isInfinite(sent)) {
      return infinity(sent);
    }
    Sent reading = new Sent(sent);
    long days = reading.days();
    reading.require(' ');
    long micros = reading.micros() - reading.offset();
    reading.requireEnd();
    return days * MICROS_PER_DAY + micros;
  }

  private static boolean isInfinite(byte[] sent) {
    return sent.length > 1 && (sent[0] == 'i' || sent[1] == 'i');
  }

  private static long infinity(byte[] sent) {
    return sent[0] == '-' ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private long days() throws SQLException {
    long year = number();
    require('-');
    int month = (int) number();
    require('-');
    int day = (int) number();
    boolean beforeChrist = text[text.length - 1] == 'C';
    return LocalDate.of((int) (beforeChrist ? 1 - year : year), month, day).toEpochDay() - EPOCH;
  }

  private long micros() throws SQLException {
    long seconds = number() * 3600;
    require(':');
    seconds += number() * 60;
    require(':');
    seconds += number();
    return seconds * 1_000_000 + fraction();
  }

  private long fraction() throws SQLException {
    if (!sees('.')) {
      return 0;
    }
    int from = ++at;
    long fraction = number();
    for (int digits = at - from; digits < 6; digits++) {
      fraction *= 10;
    }
    return fraction;
  }

  /** Microseconds by which the zone, if there is one, is ahead of UTC. */
  private long offset() throws SQLException {
    if (!sees('+') && !sees('-')) {
      return 0;
    }
    int sign = text[at++] == '-' ? -1 : 1;
    long seconds = 0;
    for (int unit = 3600; unit > 0; unit /= 60) {
      seconds += number() * unit;
      if (!sees(':')) {
        break;
      }
      at++;
    }
    return sign * seconds * 1_000_000;
  }

  private boolean sees(char expected) {
    return at < text.length && text[at] == expected;
  }

  private void require(char expected) throws SQLException {
    if (!sees(expected)) {
      throw unreadable(text);
    }
    at++;
  }

  private void requireEnd() throws SQLException {
    boolean atEra = at == text.length - 3 && text[at] == ' ' && text[at + 1] == 'B';
    if (at != text.length && !atEra) {
      throw unreadable(text);
    }
  }

  private long number() throws SQLException {
    int from = at;
    long number = 0;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      number = number * 10 + (text[at++] - '0');
    }
    if (at == from) {
      throw unreadable(text);
    }
    return number;
  }

  private static SQLException unreadable(byte[] sent) {
    return new SQLException(
        "a value by which rows are ordered, of %d bytes, is not of the form that is known here"
            .formatted(sent.length),
        "22007");
  }
}
