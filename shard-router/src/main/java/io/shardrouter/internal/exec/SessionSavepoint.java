package io.shardrouter.internal.exec;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A savepoint of a transaction that may be open on several shards. Where the transaction begins
 * later, all that it does on that shard comes after the savepoint.
 */
final class SessionSavepoint implements Savepoint {
  private final int id;
  private final Optional<String> name;
  private final long transaction;
  private final SessionSettings.Mark mark;
  private final Map<Attachment, Savepoint> parts = new LinkedHashMap<>();
  private boolean released;

  /**
   * @param transaction which transaction of its session it belongs to
   * @param mark what that has set until now
   */
  SessionSavepoint(int id, Optional<String> name, long transaction, SessionSettings.Mark mark) {
    this.id = id;
    this.name = name;
    this.transaction = transaction;
    this.mark = mark;
  }

  SessionSettings.Mark mark() {
    return mark;
  }

  boolean isSetOn(Attachment attachment) {
    return parts.containsKey(attachment);
  }

  /**
   * Fails where it is released, or of a transaction that is over.
   *
   * @param current the session's transaction
   * @param isOpen whether that has begun on a shard
   */
  void requireOf(long current, boolean isOpen) throws SQLException {
    requireKept();
    if (transaction != current) {
      throw new SQLException(
          "the transaction of this savepoint is over", isOpen ? "3B001" : "25P01");
    }
  }

  private void requireKept() throws SQLException {
    if (released) {
      throw new SQLException("this savepoint is released", "3B000");
    }
  }

  /** Sets it on a shard where the transaction is open. */
  void setOn(Attachment open) throws SQLException {
    parts.put(
        open,
        name.isPresent()
            ? open.physical().setSavepoint(name.get())
            : open.physical().setSavepoint());
  }

  /** Undoes what came after it on {@code open}. */
  void rollBack(Attachment open) throws SQLException {
    Savepoint part = parts.get(open);
    if (part == null) {
      open.physical().rollback();
      open.endUse();
    } else {
      open.physical().rollback(part);
    }
  }

  void release() throws SQLException {
    released = true;
    for (Map.Entry<Attachment, Savepoint> part : parts.entrySet()) {
      part.getKey().physical().releaseSavepoint(part.getValue());
    }
  }

  @Override
  public int getSavepointId() throws SQLException {
    requireKept();
    if (name.isPresent()) {
      throw new SQLException("Cannot retrieve the id of a named savepoint.", "42809");
    }
    return id;
  }

  @Override
  public String getSavepointName() throws SQLException {
    requireKept();
    return name.orElseThrow(
        () -> new SQLException("Cannot retrieve the name of an unnamed savepoint.", "42809"));
  }
}
