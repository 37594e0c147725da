package io.shardrouter.internal.jdbc;

import io.shardrouter.internal.exec.Work;
import io.shardrouter.internal.sql.ShardText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** An execution that can be done part by part. */
interface PartWork extends Work<Boolean> {
  /** Executes {@code text}, which is a part, on {@code physical}; gives the statement that ran. */
  Statement runPart(Connection physical, ShardText text) throws SQLException;
}
