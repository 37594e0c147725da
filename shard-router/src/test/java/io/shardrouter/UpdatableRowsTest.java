package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are changed or inserted through a result set stay on the shard of their key. */
@Timeout(60)
class UpdatableRowsTest {
  private static TestCluster cluster;
  private static ShardedDataSource router;

  @BeforeAll
  static void start() throws SQLException {
    cluster = TestCluster.of(3);
    router = cluster.router();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void oneRow() throws SQLException {
    cluster.shards().executeOnAll("truncate users, consciousness_states");
    try (Connection c = router.getConnection();
        Statement s = c.createStatement()) {
      s.execute("insert into users (id, name) values ('alice', 'n')");
    }
  }

  private interface Change {
    void on(ResultSet row) throws SQLException;
  }

  private static void change(Connection c, String columns, Change change) throws SQLException {
    try (Statement s =
            c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet row = s.executeQuery("select " + columns + " from users where id = 'alice'")) {
      row.next();
      change.on(row);
    }
  }

  private static List<String> rows() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection c = router.getConnection();
        Statement s = c.createStatement();
        ResultSet rows = s.executeQuery("select id || ' ' || name from users order by id")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static void rename(ResultSet row, String id) throws SQLException {
    row.updateString("id", id);
    row.updateRow();
  }

  private static void insert(ResultSet row, String id) throws SQLException {
    row.moveToInsertRow();
    row.updateString("id", id);
    row.updateString("name", "new");
    row.insertRow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherKeyIsRefused(boolean autoCommit) throws SQLException {
    for (String other : List.of("user-1", "1", "42", "bob")) {
      for (Change change : List.<Change>of(row -> rename(row, other), row -> insert(row, other))) {
        try (Connection c = router.getConnection()) {
          c.setAutoCommit(autoCommit);
          assertThatThrownBy(() -> change(c, "id, name", change))
              .isInstanceOf(RefusedException.class);
          if (!autoCommit) {
            assertThatThrownBy(c::commit).isInstanceOf(SQLException.class);
          }
        }
        assertThat(rows()).containsExactly("alice n");
      }
    }
  }

  @Test
  void otherColumnsAreChanged() throws SQLException {
    try (Connection c = router.getConnection()) {
      change(
          c,
          "name, id",
          row -> {
            row.updateString("name", "changed");
            row.updateRow();
            rename(row, "alice");
          });
      assertThat(rows()).containsExactly("alice changed");
      change(c, "id, name", ResultSet::deleteRow);
      assertThat(rows()).isEmpty();
    }
  }

  @Test
  void aRowOfTheSameKeyIsInserted() throws SQLException {
    try (Connection c = router.getConnection()) {
      change(
          c,
          "id, name",
          row -> {
            row.deleteRow();
            insert(row, "alice");
          });
    }
    assertThat(rows()).containsExactly("alice new");
  }
}
