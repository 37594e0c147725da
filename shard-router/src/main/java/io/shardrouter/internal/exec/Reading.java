package io.shardrouter.internal.exec;

import io.shardrouter.RefusedException;
import io.shardrouter.ScatterQuery;
import io.shardrouter.SqlState;
import io.shardrouter.internal.sql.Conduct;
import io.shardrouter.internal.sql.ShardText;
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
 * @param sql one statement
 * @param parameters what sets its parameters, for any thread and any number of times
 * @param along what is asked along with it
 * @param fetchSize rows at a time at most, where they come in blocks
 * @param blockBytes bytes that a block should not exceed; 0 leaves it to the fetch size alone
 * @param extent how much comes at once
 * @param seen how large the answers were before
 */
record Reading(
    String sql,
    Parameters parameters,
    Along along,
    int fetchSize,
    long blockBytes,
    Extent extent,
    AnswerSize seen) {

  /** Sets a statement's parameters. */
  @FunctionalInterface
  interface Parameters {
    /** Sets those of {@code statement} from {@code at} on; gives the next. */
    int bindTo(PreparedStatement statement, int at) throws SQLException;
  }

  /** How much comes at once. */
  enum Extent {
    /** A block of rows, and the next one when it is wanted. */
    BLOCKS,
    /**
     * As {@link #WHOLE} where there are few rows, as there were before; else in blocks after all.
     */
    FEW,
    /**
     * All rows, of which there are few: the transaction ends in the round trip that brings them.
     */
    WHOLE
  }

  static Reading of(ScatterQuery query, Along along, int configuredFetchSize) throws SQLException {
    int fetchSize = query.fetchSize().orElse(configuredFetchSize);
    if (fetchSize < 1) {
      throw new RefusedException(
          SqlState.MISCONFIGURED, "a scatter needs a fetchSize of at least 1, not " + fetchSize);
    }
    requireRepeatable(query.parameters());
    Reading reading =
        new Reading(
            query.sql(),
            (statement, at) -> bind(statement, at, query.parameters()),
            along,
            fetchSize,
            0,
            Extent.BLOCKS,
            new AnswerSize());
    reading.requireOneStatement(true);
    return reading;
  }

  /** The rows of {@code text} in blocks. */
  static Reading of(
      ShardText text, Arguments arguments, Along along, int fetchSize, long blockBytes) {
    return new Reading(
        text.sql(),
        (statement, at) -> bind(statement, at, text, arguments),
        along,
        fetchSize,
        blockBytes,
        Extent.BLOCKS,
        new AnswerSize());
  }

  /** Binds the parameters of {@code text} from {@code at} on; gives the next. */
  static int bind(PreparedStatement statement, int at, ShardText text, Arguments arguments)
      throws SQLException {
    for (int i = 0; i < text.parameters().length(); i++) {
      arguments.bind(statement, at + i, text.parameters().get(i));
    }
    return at + text.parameters().length();
  }

  private static int bind(PreparedStatement statement, int at, List<@Nullable Object> parameters)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(at + i, parameters.get(i));
    }
    return at + parameters.size();
  }

  /** Another question, answered in the same way. */
  Reading asking(String otherSql, Parameters otherParameters) {
    return new Reading(otherSql, otherParameters, along, fetchSize, blockBytes, extent, seen);
  }

  /** The same, with something else asked along. */
  Reading along(Along other) {
    return new Reading(sql, parameters, other, fetchSize, blockBytes, extent, seen);
  }

  /** The same, all of whose rows come at once. */
  Reading whole() {
    return new Reading(sql, parameters, along, fetchSize, 0, Extent.WHOLE, seen);
  }

  /** The same, all of whose rows come at once where it has always had few. */
  Reading asSeen(AnswerSize before) {
    Extent expected = before.isSmall() ? Extent.FEW : Extent.BLOCKS;
    return new Reading(sql, parameters, along, fetchSize, blockBytes, expected, before);
  }

  /** The same, block by block. */
  Reading inBlocks() {
    return new Reading(sql, parameters, along, fetchSize, blockBytes, Extent.BLOCKS, seen);
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

  private static void requireRepeatable(List<@Nullable Object> parameters) throws RefusedException {
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
}
