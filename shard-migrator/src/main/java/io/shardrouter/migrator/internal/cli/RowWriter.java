package io.shardrouter.migrator.internal.cli;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** Writes the rows of a query as they come. The first column is always the shard. */
interface RowWriter {
  /** The heading of the first column. */
  String SHARD = "shard";

  /** Begins, with the columns of the rows to come. */
  void begin(ResultSetMetaData columns) throws SQLException, IOException;

  /** Writes the row that {@code row} stands on. */
  void row(int shard, ResultSet row) throws SQLException, IOException;

  /** Ends what is complete; left out where the query failed. */
  void end() throws IOException;
}
