package io.shardrouter.migrator.internal.move;

import io.shardrouter.internal.guard.FailPoint;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/** {@code COPY … TO STDOUT} of one server straight into {@code COPY … FROM STDIN} of another. */
public final class CopyPipe {
  private static final int CHUNK = 64 << 10;

  private final Connection from;
  private final Connection to;

  /**
   * What passed through.
   *
   * @param rows as the receiving server counted them
   */
  public record Passed(long rows, long bytes) {}

  public CopyPipe(Connection from, Connection to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies in chunks of bounded size; both ends are out of COPY mode when this returns or fails.
   */
  public Passed copy(String out, String in) throws SQLException {
    CopyOut reading = manager(from).copyOut(out);
    CopyIn writing = null;
    try {
      writing = manager(to).copyIn(in);
      long bytes = pass(reading, writing);
      return new Passed(writing.endCopy(), bytes);
    } catch (SQLException | RuntimeException | Error e) {
      cancel(reading, e);
      if (writing != null) {
        cancel(writing, e);
      }
      throw e;
    }
  }

  private static CopyManager manager(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** The server sends a message a row; they are gathered, because each write costs the driver. */
  private static long pass(CopyOut reading, CopyIn writing) throws SQLException {
    byte[] chunk = new byte[CHUNK];
    int filled = 0;
    long bytes = 0;
    for (byte[] row = reading.readFromCopy(); row != null; row = reading.readFromCopy()) {
      if (filled + row.length > CHUNK) {
        writing.writeToCopy(chunk, 0, filled);
        filled = 0;
      }
      if (row.length > CHUNK) {
        writing.writeToCopy(row, 0, row.length);
      } else {
        System.arraycopy(row, 0, chunk, filled, row.length);
        filled += row.length;
      }
      if (bytes == 0) {
        FailPoint.IN_COPY.reached();
      }
      bytes += row.length;
    }
    writing.writeToCopy(chunk, 0, filled);
    return bytes;
  }

  private static void cancel(CopyOperation copy, Throwable primary) {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      primary.addSuppressed(e);
    }
  }
}
