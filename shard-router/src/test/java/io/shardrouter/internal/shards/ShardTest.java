package io.shardrouter.internal.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.InstallMode;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.SqlState;
import io.shardrouter.TestCluster;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** How a shard is opened: what is connected to it, and what is left behind. */
class ShardTest {
  private EmbeddedShards servers;
  private final List<Connection> checked = new ArrayList<>();

  @BeforeEach
  void start() {
    servers = EmbeddedShards.databases(1);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  private ShardRouterConfig config() {
    return TestCluster.config(servers)
        .pool(Map.of("maximumPoolSize", "1", "connectionTimeout", "2000"))
        .build();
  }

  private Shards shards() {
    return shards(config());
  }

  private Shards shards(ShardRouterConfig config) {
    return Shards.of(config, (shard, connection) -> checked.add(connection));
  }

  @Test
  void connectionThatItWasCheckedByIsItsPoolsFirst() throws SQLException {
    try (Shards shards = shards()) {
      Shard shard = shards.get(0);
      shard.open();
      try (Connection first = shard.acquire()) {
        assertThat(backend(first)).isEqualTo(backend(checked.get(0)));
      }
      assertThat(checked).hasSize(1);
      assertThat(shard.connections()).hasSize(1);
    }
    assertThat(checked.get(0).isClosed()).isTrue();
  }

  /** It would be used whenever somebody first asks for one, and could be long dead by then. */
  @Test
  void poolThatDoesNotFillByItselfBeginsWithAConnectionOfItsOwn() throws SQLException {
    expectAnother(
        config().toBuilder().pool(Map.of("maximumPoolSize", "1", "minimumIdle", "0")).build());
  }

  @Test
  void connectionThatMayHaveInstalledSomethingIsNotThePools() throws SQLException {
    expectAnother(config().toBuilder().install(InstallMode.AUTO).build());
  }

  private void expectAnother(ShardRouterConfig config) throws SQLException {
    try (Shards shards = shards(config)) {
      shards.get(0).open();
      assertThat(checked.get(0).isClosed()).isTrue();
      try (Connection first = shards.get(0).acquire()) {
        assertThat(first.isValid(1)).isTrue();
      }
    }
  }

  @Test
  void shardThatMustNotBeUsedLeavesNoConnection() throws SQLException {
    try (Shards shards =
        Shards.of(
            config(),
            (shard, connection) -> {
              checked.add(connection);
              throw new RefusedException(SqlState.MISCONFIGURED, "another one");
            })) {
      assertThatThrownBy(shards.get(0)::open).isInstanceOf(RefusedException.class);
      assertThat(checked.get(0).isClosed()).isTrue();
    }
  }

  @Test
  void shardThatIsClosedWhileItOpensLeavesNoConnection() throws SQLException {
    Shards shards = shards();
    shards.close();
    shards.get(0).open();
    assertThat(checked.get(0).isClosed()).isTrue();
    assertThatThrownBy(shards.get(0)::pool).isInstanceOf(IllegalStateException.class);
  }

  private static int backend(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }
}
