package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ScatterQuery;
import io.shardrouter.SqlState;
import io.shardrouter.internal.sql.Conduct;
import io.shardrouter.internal.sql.StatementText;
import java.io.InputStream;
import java.io.Reader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each shard of a scatter is asked.
 *
 * @param sql the caller's text
 * @param parameters the caller's parameters
 * @param guarded whether the shard's traffic is asked along
 * @param fetchSize rows at a time
 */
record Reading(String sql, List<@Nullable Object> parameters, boolean guarded, int fetchSize) {
  /** REPEATABLE READ gives all that follows the very same snapshot. */
  private static final String ISOLATION =
      "set transaction isolation level repeatable read read only; ";

  static Reading of(ScatterQuery query, boolean guarded, int configuredFetchSize)
      throws SQLException {
    int fetchSize = query.fetchSize().orElse(configuredFetchSize);
    if (fetchSize < 1) {
      throw new RefusedException(
          SqlState.MISCONFIGURED, "a scatter needs a fetchSize of at least 1, not " + fetchSize);
    }
    Reading reading = new Reading(query.sql(), query.parameters(), guarded, fetchSize);
    reading.requireOneStatement(true);
    reading.requireRepeatable();
    return reading;
  }

  /**
   * Requires one simple statement: anything else could end the transaction whose snapshot it is.
   *
   * @param standardStrings how the session splits texts
   */
  void requireOneStatement(boolean standardStrings) throws SQLException {
    if (StatementText.scan(sql, standardStrings).conduct() != Conduct.PIPELINED) {
      throw new RefusedException(
          SqlState.REFUSED,
          "a scatter takes one statement that reads rows, such as SELECT; for anything else use"
              + " shardDataSource(id) of each shard");
    }
  }

  private void requireRepeatable() throws RefusedException {
    for (int i = 0; i < parameters.size(); i++) {
      Object value = parameters.get(i);
      if (value instanceof InputStream
          || value instanceof Reader
          || value instanceof Blob
          || value instanceof Clob
          || value instanceof SQLXML) {
        throw new RefusedException(
            SqlState.REFUSED,
            "parameter %d is a %s, which can be read once, and there are several shards: pass a"
                    .formatted(i + 1, value.getClass().getSimpleName())
                + " byte[] or a String");
      }
    }
  }

  /** Isolation, traffic and statement in one text, which travels in one round trip. */
  String text() {
    return ISOLATION + (guarded ? Traffic.SELECT + "; " : "") + sql;
  }

  void bindTo(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
  }
}
