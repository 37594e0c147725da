package io.shardrouter.internal.jdbc;

import io.shardrouter.RefusedException;
import io.shardrouter.internal.exec.KeyedSession;
import io.shardrouter.internal.exec.RowsOfShards;
import io.shardrouter.internal.plan.Route;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an INSERT over several shards returned, in the order of its rows. A shard returns its rows
 * in their order but may pass some over (ON CONFLICT DO NOTHING, triggers): where the key is among
 * what is returned, it tells which row that is.
 */
final class RowsOfParts implements RowsOfShards {
  private final KeyedSession session;
  private final Route.Split route;
  private final List<InsertedPart> parts;
  private final boolean[] ready;
  private final InsertedPart[] partOf;
  private final long most;
  private int row;
  private long given;
  private @Nullable InsertedPart current;

  /**
   * @param parts of all rows, on none of whose rows was gone before
   * @param most rows given at most; 0 for no limit
   */
  RowsOfParts(KeyedSession session, Route.Split route, List<InsertedPart> parts, long most)
      throws SQLException {
    this.most = most;
    this.session = session;
    this.route = route;
    this.parts = parts;
    this.ready = new boolean[parts.size()];
    this.partOf = new InsertedPart[route.keys().size()];
    for (int i = 0; i < parts.size(); i++) {
      InsertedPart part = parts.get(i);
      part.numbers().forEach(number -> partOf[number] = part);
      ready[i] = part.rows().next();
    }
  }

  @Override
  public boolean next() throws SQLException {
    InsertedPart left = current;
    if (left != null) {
      ready[parts.indexOf(left)] = left.rows().next();
    }
    current = most > 0 && given >= most ? null : find();
    if (current != null) {
      given++;
    }
    return current != null;
  }

  private @Nullable InsertedPart find() throws SQLException {
    while (row < partOf.length) {
      InsertedPart part = partOf[row];
      RoutedKey key = route.keys().get(row);
      row++;
      if (ready[parts.indexOf(part)] && isOf(key, part.rows())) {
        return part;
      }
    }
    for (int i = 0; i < ready.length; i++) {
      if (ready[i]) {
        return parts.get(i);
      }
    }
    return null;
  }

  private boolean isOf(RoutedKey key, ResultSet returned) throws SQLException {
    int column = position(returned.getMetaData());
    String value = column == 0 ? null : returned.getString(column);
    try {
      return value == null || session.router().find(key.group(), value).equals(key);
    } catch (RefusedException e) {
      return true;
    }
  }

  private int position(ResultSetMetaData columns) throws SQLException {
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (columns.getColumnLabel(i).equals(route.rows().column())) {
        return i;
      }
    }
    return 0;
  }

  @Override
  public boolean hasFirst() {
    for (boolean each : ready) {
      if (each) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isLast() throws SQLException {
    InsertedPart on = current;
    for (int i = 0; i < ready.length; i++) {
      boolean more = parts.get(i).equals(on) ? !on.rows().isLast() : ready[i];
      if (more) {
        return false;
      }
    }
    return on != null;
  }

  @Override
  public ResultSet row() throws SQLException {
    InsertedPart on = current;
    if (on == null) {
      throw new SQLException("not on a row: call next() first", "24000");
    }
    return on.rows();
  }

  @Override
  public long given() {
    return given;
  }

  @Override
  public boolean isOnRow() {
    return current != null;
  }

  @Override
  public int hidden() {
    return 0;
  }

  @Override
  public ResultSetMetaData columns() throws SQLException {
    return parts.get(0).rows().getMetaData();
  }

  @Override
  public <T> T describe(Question<T> question) throws SQLException {
    return question.ask(columns());
  }

  @Override
  public void close() {
    current = null;
    for (InsertedPart part : parts) {
      try {
        part.close();
      } catch (SQLException e) {
        // Its connection is gone, and the rows with it.
      }
    }
  }
}
