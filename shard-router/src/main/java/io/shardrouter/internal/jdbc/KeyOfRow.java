package io.shardrouter.internal.jdbc;

import io.shardrouter.GroupConfig;
import io.shardrouter.TableName;
import io.shardrouter.internal.exec.Router;
import io.shardrouter.internal.routing.RoutedKey;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGResultSetMetaData;

/** Finds the key of the row on which a result set of one table stands. */
final class KeyOfRow {
  private final Router router;

  KeyOfRow(Router router) {
    this.router = router;
  }

  /** The key; empty where the row has none, or not among its columns. */
  Optional<RoutedKey> of(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    PGResultSetMetaData bases = columns.unwrap(PGResultSetMetaData.class);
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String schema = bases.getBaseSchemaName(i);
      TableName table = new TableName(Optional.of(schema), bases.getBaseTableName(i));
      Optional<String> group = group(table, bases.getBaseColumnName(i));
      Object value = group.isPresent() ? row.getObject(i) : null;
      if (group.isPresent() && value != null) {
        return Optional.of(router.find(group.get(), value));
      }
    }
    return Optional.empty();
  }

  /** The group of which a table's column is the key. */
  private Optional<String> group(TableName table, String column) {
    TableName bare = new TableName(Optional.empty(), table.name());
    for (GroupConfig group : router.config().groups().values()) {
      Map<TableName, String> keys = group.tables();
      if (column.equals(keys.getOrDefault(table, keys.get(bare)))) {
        return Optional.of(group.name());
      }
    }
    return Optional.empty();
  }
}
