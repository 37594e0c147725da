package io.shardrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
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
  void databasesCanHaveAnotherCollation() throws SQLException {
    String english = "template template0 locale_provider icu icu_locale 'en-US'";
    try (EmbeddedShards bytes = EmbeddedShards.databases(1);
        EmbeddedShards letters = EmbeddedShards.databases(1, english)) {
      assertThat(value(bytes, 0, "select 'a' < 'B'")).isEqualTo("f");
      assertThat(value(letters, 0, "select 'a' < 'B'")).isEqualTo("t");
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

  @Test
  void serversOfABuilderHaveItsSettingsAndAreNotShared() throws SQLException {
    try (EmbeddedShards shared = EmbeddedShards.databases(1);
        EmbeddedShards shards =
            EmbeddedShards.builder()
                .databases(2)
                .setting("max_connections", "42")
                .setting("application_name", "it's a \\ name")
                .start()) {
      assertThat(value(shards, 1, "show max_connections")).isEqualTo("42");
      assertThat(
              value(shards, 1, "select reset_val from pg_settings where name = 'application_name'"))
          .isEqualTo("it's a \\ name");
      assertThat(shards.postmasterPid(0))
          .isEqualTo(shards.postmasterPid(1))
          .isNotEqualTo(shared.postmasterPid(0));
    }
  }

  @Test
  void defaultsAreThoseOfPostgresExceptConnectionsAndFsyncOfDatabases() throws SQLException {
    try (EmbeddedShards databases = EmbeddedShards.databases(1);
        EmbeddedShards servers = EmbeddedShards.servers(1)) {
      assertThat(value(databases, 0, "show fsync")).isEqualTo("off");
      assertThat(value(servers, 0, "show fsync")).isEqualTo("on");
      for (EmbeddedShards shards : new EmbeddedShards[] {databases, servers}) {
        assertThat(value(shards, 0, "show max_connections")).isEqualTo("300");
        assertThat(value(shards, 0, "show max_prepared_transactions")).isEqualTo("0");
        assertThat(value(shards, 0, "show synchronous_commit")).isEqualTo("on");
        assertThat(value(shards, 0, "show server_encoding")).isEqualTo("UTF8");
        assertThat(
                value(
                    shards,
                    0,
                    "select datcollate from pg_database where datname = current_database()"))
            .isEqualTo("C");
      }
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    try (EmbeddedShards shards = EmbeddedShards.databases(1)) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(shards.url(0), shards.username(), "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void databasesOfASharedServerCannotBeStopped() {
    try (EmbeddedShards shards = EmbeddedShards.databases(2)) {
      assertThatThrownBy(() -> shards.stop(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("servers(n)");
      assertThat(shards.isRunning(0)).isTrue();
    }
  }

  @Test
  void aStoppedServerHasNoProcess() {
    try (EmbeddedShards shards = EmbeddedShards.servers(1)) {
      shards.stop(0);
      shards.stop(0);

      assertThatThrownBy(() -> shards.postmasterPid(0)).isInstanceOf(IllegalStateException.class);
      shards.start(0);
      long pid = shards.postmasterPid(0);
      shards.start(0);
      assertThat(shards.postmasterPid(0)).isEqualTo(pid);
    }
  }

  @Test
  void numbersOfShardsMakeSense() {
    assertThatThrownBy(() -> EmbeddedShards.databases(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EmbeddedShards.builder().start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("databases(n) or servers(n)");
    try (EmbeddedShards shards = EmbeddedShards.databases(1)) {
      assertThatThrownBy(() -> shards.url(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void anUnknownBackendIsAnErrorThatListsTheKnownOnes() {
    assertThatThrownBy(() -> Backend.named("docker"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'docker'")
        .hasMessageContaining(Backend.PROPERTY)
        .hasMessageContaining("embedded, local or testcontainers");
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
