package io.shardrouter.internal.exec;

import io.shardrouter.internal.sql.Gathering.Pull;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * The rows of all shards for one table of the finishing statement, each value as text: a few as
 * they are, and more of them as what COPY takes.
 */
final class HeldRows {
  /** Bytes up to which rows go along as parameters. */
  private static final long FEW = 256 * 1024;

  /** What an array of the JVM takes besides its elements. */
  private static final int PER_ARRAY = 24;

  private final Pull pull;
  private final Budget budget;
  private List<byte @Nullable [][]> few = new ArrayList<>();
  private @Nullable CopyText many;
  private long size;
  private long count;

  HeldRows(Pull pull, Budget budget) {
    this.pull = pull;
    this.budget = budget;
  }

  Pull pull() {
    return pull;
  }

  /** Whether they are few enough to go along as parameters. */
  boolean areFew() {
    return many == null;
  }

  long count() {
    return count;
  }

  /** Takes the current row of {@code row}: texts, behind the table's number. */
  void add(ResultSet row) throws SQLException {
    byte @Nullable [][] values = new byte[pull.columns().size()][];
    long bytes = PER_ARRAY;
    for (int i = 0; i < values.length; i++) {
      byte[] value = row.getBytes(i + 2);
      values[i] = value;
      bytes += value == null ? 0 : value.length + PER_ARRAY;
    }
    count++;
    if (many == null) {
      few.add(values);
      grow(bytes);
      if (size > FEW && values.length > 0) {
        spill();
      }
    } else {
      many.add(values);
      grow(many.size() - size);
    }
  }

  private void grow(long bytes) throws SQLException {
    size += bytes;
    budget.take(bytes, pull.name());
  }

  private void spill() throws SQLException {
    CopyText text = new CopyText();
    few.forEach(text::add);
    few = List.of();
    many = text;
    grow(text.size() - size);
  }

  /** The values of the column {@code index}, from 0, where the rows are few. */
  @Nullable String[] column(int index) {
    @Nullable String[] values = new @Nullable String[few.size()];
    for (int i = 0; i < values.length; i++) {
      byte[] value = few.get(i)[index];
      values[i] = value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
    return values;
  }

  void writeTo(CopyIn copy) throws SQLException {
    CopyText text = many;
    if (text == null) {
      text = new CopyText();
      few.forEach(text::add);
    }
    text.writeTo(copy);
  }
}
