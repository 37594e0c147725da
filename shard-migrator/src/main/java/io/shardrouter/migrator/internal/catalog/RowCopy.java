package io.shardrouter.migrator.internal.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** Streams rows from one shard into a staging table on another, one message at a time. */
public final class RowCopy {
  private RowCopy() {}

  /**
   * Copies rows within both callers' transactions.
   *
   * @param where which rows of the source's table; empty: all
   * @param stagingName a table on the target made by {@link GroupTable#createStaging}
   * @return the number of rows that arrived
   */
  public static long copy(
      Connection source, GroupTable table, String where, Connection target, String stagingName)
      throws SQLException {
    String read =
        "copy (select %s from %s%s) to stdout (format binary)"
            .formatted(table.copyList(), table.name(), where.isEmpty() ? "" : " where " + where);
    CopyOut from = source.unwrap(PGConnection.class).getCopyAPI().copyOut(read);
    try {
      CopyIn to = target.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyIn(stagingName));
      try {
        byte[] message = from.readFromCopy();
        while (message != null) {
          to.writeToCopy(message, 0, message.length);
          message = from.readFromCopy();
        }
        return to.endCopy();
      } finally {
        if (to.isActive()) {
          to.cancelCopy();
        }
      }
    } finally {
      if (from.isActive()) {
        from.cancelCopy();
      }
    }
  }
}
