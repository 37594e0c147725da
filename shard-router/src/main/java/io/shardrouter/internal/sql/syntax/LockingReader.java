package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;

/** Reads FOR UPDATE and the like. */
final class LockingReader {
  private final Cursor cursor;

  LockingReader(Cursor cursor) {
    this.cursor = cursor;
  }

  ImmutableList<Query.Locking> lockings() throws UnreadableException {
    ImmutableList.Builder<Query.Locking> lockings = ImmutableList.builder();
    while (cursor.word("for")) {
      lockings.add(locking());
    }
    return lockings.build();
  }

  private Query.Locking locking() throws UnreadableException {
    int start = cursor.at();
    cursor.expectWord("for");
    String words;
    if (cursor.skipWords("no", "key")) {
      cursor.expectWord("update");
      words = "FOR NO KEY UPDATE";
    } else if (cursor.skipWords("key", "share")) {
      words = "FOR KEY SHARE";
    } else if (cursor.skipWord("update")) {
      words = "FOR UPDATE";
    } else {
      cursor.expectWord("share");
      words = "FOR SHARE";
    }
    if (cursor.skipWord("of")) {
      do {
        cursor.dottedName();
      } while (cursor.skipSymbol(","));
    }
    if (!cursor.skipWord("nowait")) {
      cursor.skipWords("skip", "locked");
    }
    return new Query.Locking(cursor.since(start), words);
  }
}
