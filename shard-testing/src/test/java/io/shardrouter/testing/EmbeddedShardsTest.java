package io.shardrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class EmbeddedShardsTest {

  @Test
  void databasesAreSeparateAndShareOneServer() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.databases(2)) {
      shards.executeOnAll("create table t (n int)");
      shards.execute(1, "insert into t values (1), (2)");

      assertThat(value(shards, 0, "select count(*) from t")).isEqualTo("0");
      assertThat(value(shards, 1, "select count(*) from t")).isEqualTo("2");
      assertThat(shards.postmasterPid(0)).isEqualTo(shards.postmasterPid(1));
      assertThat(shards.count()).isEqualTo(2);
    }
  }

  @Test
  void databasesOfOneJvmReuseTheServerAndStartEmpty() throws SQLException {
    long pid;
    try (EmbeddedShards first = EmbeddedShards.databases(1)) {
      first.execute(0, "create table t (n int)");
      pid = first.postmasterPid(0);
    }
    try (EmbeddedShards second = EmbeddedShards.databases(1)) {
      assertThat(second.postmasterPid(0)).isEqualTo(pid);
      assertThat(value(second, 0, "select to_regclass('t') is null")).isEqualTo("t");
    }
  }

  @Test
  void closingDropsTheDatabasesUnderOpenSessions() throws SQLException {
    try (EmbeddedShards watcher = EmbeddedShards.databases(1)) {
      EmbeddedShards shards = EmbeddedShards.databases(2);
      String name = value(shards, 1, "select current_database()");
      try (Connection open = shards.connect(1)) {
        assertThat(open.isValid(5)).isTrue();
        shards.close();
        shards.close();

        assertThat(open.isValid(5)).isFalse();
        assertThat(
                value(
                    watcher, 0, "select count(*) from pg_database where datname = '" + name + "'"))
            .isEqualTo("0");
      }
      assertThatThrownBy(() -> shards.url(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void eachServerStopsAndStartsByItselfAndKeepsWhatWasCommitted() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.servers(2)) {
      shards.execute(0, "create table t (n int)", "insert into t values (7)");
      String url = shards.url(0);
      long firstPid = shards.postmasterPid(0);

      shards.stop(0);

      assertThat(shards.isRunning(0)).isFalse();
      assertThat(shards.isRunning(1)).isTrue();
      assertThatThrownBy(() -> shards.connect(0)).isInstanceOf(SQLException.class);
      assertThat(value(shards, 1, "select 1")).isEqualTo("1");

      shards.start(0);

      assertThat(shards.url(0)).isEqualTo(url);
      assertThat(shards.postmasterPid(0)).isNotEqualTo(firstPid);
      assertThat(value(shards, 0, "select n from t")).isEqualTo("7");
    }
  }

  /** Recovery empties unlogged tables; an orderly shutdown would have kept the row. */
  @Test
  void aStopIsImmediateSoThatTheNextStartRecovers() throws SQLException {
    try (EmbeddedShards shards = EmbeddedShards.servers(1)) {
      shards.execute(0, "create unlogged table t (n int)", "insert into t values (1)");

      shards.stop(0);
      shards.start(0);

      assertThat(value(shards, 0, "select count(*) from t")).isEqualTo("0");
    }
  }

  static String value(EmbeddedShards shards, int shard, String sql) throws SQLException {
    try (Connection connection = shards.connect(shard)) {
      return value(connection, sql);
    }
  }

  static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
