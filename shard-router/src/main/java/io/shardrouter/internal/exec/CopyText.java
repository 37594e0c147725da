package io.shardrouter.internal.exec;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Rows in the text format of COPY, in chunks. */
final class CopyText {
  private static final int CHUNK = 1 << 16;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = new byte[CHUNK];
  private int length;

  /** Adds a row of values in UTF-8. */
  void add(byte @Nullable [][] row) {
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        put((byte) '\t');
      }
      add(row[i]);
    }
    put((byte) '\n');
  }

  private void add(byte @Nullable [] value) {
    if (value == null) {
      put((byte) '\\');
      put((byte) 'N');
      return;
    }
    for (byte b : value) {
      switch (b) {
        case '\\' -> escaped((byte) '\\');
        case '\t' -> escaped((byte) 't');
        case '\n' -> escaped((byte) 'n');
        case '\r' -> escaped((byte) 'r');
        default -> put(b);
      }
    }
  }

  private void escaped(byte letter) {
    put((byte) '\\');
    put(letter);
  }

  private void put(byte b) {
    if (length == CHUNK) {
      full.add(last);
      last = new byte[CHUNK];
      length = 0;
    }
    last[length++] = b;
  }

  /** The bytes of memory that this takes. */
  long size() {
    return (full.size() + 1L) * CHUNK;
  }

  void writeTo(CopyIn copy) throws SQLException {
    for (byte[] chunk : full) {
      copy.writeToCopy(chunk, 0, CHUNK);
    }
    copy.writeToCopy(last, 0, length);
  }
}
