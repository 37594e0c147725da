package io.shardrouter.internal.jdbc;

import io.shardrouter.ScatterResult;
import io.shardrouter.internal.exec.ScatterRows;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A scatter's rows as callers see them: one view that shows the current row. */
public final class GatheredRows implements ScatterResult {
  private final ScatterRows rows;
  private @Nullable RowView view;

  public GatheredRows(ScatterRows rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() throws SQLException {
    boolean onRow = rows.next();
    if (onRow && view != null) {
      view.show(rows.row());
    }
    return onRow;
  }

  @Override
  public int shard() throws SQLException {
    return rows.shard();
  }

  @Override
  public ResultSet row() throws SQLException {
    ResultSet current = rows.row();
    if (view == null) {
      view = new RowView(current);
    }
    return view;
  }

  @Override
  public ResultSetMetaData metaData() throws SQLException {
    return rows.metaData();
  }

  @Override
  public void close() {
    rows.close();
  }
}
