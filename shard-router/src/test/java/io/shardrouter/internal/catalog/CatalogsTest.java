package io.shardrouter.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.TestCluster;
import io.shardrouter.internal.shards.Shards;
import io.shardrouter.internal.sql.Catalog;
import io.shardrouter.internal.sql.Catalog.Place;
import io.shardrouter.internal.sql.Catalog.QualifiedName;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the catalog is read, and from where. */
class CatalogsTest {
  private static final QualifiedName LATE = new QualifiedName("public", "late");

  private EmbeddedShards servers;

  @BeforeEach
  void start() throws SQLException {
    servers = EmbeddedShards.servers(2);
    TestCluster.createTables(servers);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  private ShardRouterConfig config() {
    return TestCluster.config(servers)
        .pool(Map.of("maximumPoolSize", "1", "minimumIdle", "0"))
        .build();
  }

  private static Shards open(ShardRouterConfig config) {
    return Shards.of(config, (shard, connection) -> {});
  }

  @Test
  void itIsReadOnceAndAgainOnlyWhenSomebodyAsks() throws SQLException {
    ShardRouterConfig config = config();
    try (Shards shards = open(config)) {
      Catalogs catalogs = new Catalogs(shards, config);
      Catalog first = catalogs.current();
      assertThat(first.relations().get(new QualifiedName("public", "users")).place())
          .isEqualTo(new Place.Sharded("user", "id"));
      servers.executeOnAll("create table late (x int)");
      assertThat(catalogs.current()).isSameAs(first);
      assertThat(catalogs.refresh().relations()).containsKey(LATE);
      assertThat(catalogs.current().relations()).containsKey(LATE);
    }
  }

  @Test
  void whoeverFailedByAnOldCatalogIsGivenTheOneThatIsThereAlready() throws SQLException {
    ShardRouterConfig config = config();
    try (Shards shards = open(config)) {
      Catalogs catalogs = new Catalogs(shards, config);
      Catalog first = catalogs.current();
      Catalog second = catalogs.refresh(first);
      assertThat(second).isNotSameAs(first);
      assertThat(catalogs.refresh(first)).isSameAs(second);
    }
  }

  @Test
  void aShardThatIsDownIsPassedOver() throws SQLException {
    ShardRouterConfig config = config();
    try (Shards shards = open(config)) {
      Catalogs catalogs = new Catalogs(shards, config);
      servers.stop(0);
      assertThat(catalogs.current().relations()).isNotEmpty();
      servers.stop(1);
      assertThatThrownBy(catalogs::refresh).isInstanceOf(ShardUnavailableException.class);
    }
  }

  @Test
  void aPoolWithoutAFreeConnectionDoesNotHinderIt() throws SQLException {
    ShardRouterConfig config = config();
    try (Shards shards = open(config)) {
      shards.get(0).open();
      shards.get(1).open();
      try (Connection zero = shards.get(0).acquire();
          Connection one = shards.get(1).acquire()) {
        assertThat(new Catalogs(shards, config).current().relations()).isNotEmpty();
        assertThat(zero.isClosed() || one.isClosed()).isFalse();
      }
    }
  }

  @Test
  void theSearchPathIsThatOfThePoolsConnections() throws SQLException {
    servers.executeOnAll("create schema app", "create table app.users (id text)");
    ShardRouterConfig config =
        TestCluster.config(servers)
            .pool(Map.of("minimumIdle", "0", "connectionInitSql", "set search_path = app, public"))
            .build();
    try (Shards shards = open(config)) {
      Catalog catalog = new Catalogs(shards, config).current();
      assertThat(catalog.searchPath()).containsExactly("pg_catalog", "app", "public");
      assertThat(catalog.relations().get(new QualifiedName("app", "users")).place())
          .isEqualTo(new Place.Sharded("user", "id"));
    }
  }
}
