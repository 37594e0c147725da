package io.shardrouter.internal.merge;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first rows of several sorted sources, the least of all at the head: a binary heap. Of equal
 * rows those of the source that was added first come first. Not thread-safe.
 *
 * @param <S> what gives rows
 */
public final class MergeHeap<S> {
  private final RowOrder order;
  private final List<Entry<S>> entries = new ArrayList<>();
  private int added;

  public MergeHeap(RowOrder order) {
    this.order = order;
  }

  /** A source, with the place of its row and room for that of the next. */
  private static final class Entry<S> {
    private final S source;
    private final int number;
    private SortKey key;
    private SortKey next;

    Entry(S source, int number, SortKey key, SortKey next) {
      this.source = source;
      this.number = number;
      this.key = key;
      this.next = next;
    }

    boolean isBefore(Entry<S> other) {
      int difference = key.compareTo(other.key);
      return difference < 0 || (difference == 0 && number < other.number);
    }
  }

  /** How many sources still have rows. */
  public int size() {
    return entries.size();
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The source with the first of all rows. */
  public S head() {
    return entries.get(0).source;
  }

  /** Adds {@code source}, whose result set {@code rows} stands on its first row. */
  public void add(S source, ResultSet rows) throws SQLException {
    Entry<S> entry = new Entry<>(source, added++, order.key(rows), order.key(rows));
    entry.key.read(rows);
    entries.add(entry);
    siftUp(entries.size() - 1);
  }

  /**
   * Takes the next row of the head's source, on which {@code row} stands now.
   *
   * @return false where it belongs before the one that was the head, so that the source is not
   *     sorted as is believed; this must not be used any more then
   */
  public boolean advanceHead(ResultSet row) throws SQLException {
    Entry<S> head = entries.get(0);
    head.next.read(row);
    if (head.key.compareTo(head.next) > 0) {
      return false;
    }
    SortKey given = head.key;
    head.key = head.next;
    head.next = given;
    siftDown();
    return true;
  }

  /** Removes the head, whose source has no more rows. */
  public void removeHead() {
    Entry<S> last = entries.remove(entries.size() - 1);
    if (!entries.isEmpty()) {
      entries.set(0, last);
      siftDown();
    }
  }

  private void siftUp(int from) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!entries.get(at).isBefore(entries.get(parent))) {
        return;
      }
      swap(at, parent);
      at = parent;
    }
  }

  private void siftDown() {
    int at = 0;
    while (true) {
      int least = at;
      for (int child = 2 * at + 1; child <= 2 * at + 2 && child < entries.size(); child++) {
        if (entries.get(child).isBefore(entries.get(least))) {
          least = child;
        }
      }
      if (least == at) {
        return;
      }
      swap(at, least);
      at = least;
    }
  }

  private void swap(int a, int b) {
    Entry<S> entry = entries.get(a);
    entries.set(a, entries.get(b));
    entries.set(b, entry);
  }
}
