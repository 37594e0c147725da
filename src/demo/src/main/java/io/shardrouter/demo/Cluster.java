package io.shardrouter.demo;

import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Four servers with the schema, and a router over them. */
final class Cluster implements AutoCloseable {
  private static final int SHARDS = 4;
  private static final String CONFIGURATION = "/demo.yaml";

  private final EmbeddedShards servers;
  private final ShardRouterConfig config;
  private final ShardedDataSource router;
  private final List<ProcessHandle> processes;

  private Cluster(EmbeddedShards servers, ShardRouterConfig config) throws SQLException {
    this.servers = servers;
    this.config = config;
    this.router = ShardedDataSource.open(config);
    this.processes =
        IntStream.range(0, servers.count())
            .mapToObj(shard -> ProcessHandle.of(servers.postmasterPid(shard)).orElseThrow())
            .toList();
  }

  /** Starts them, and says so. */
  static Cluster start(Page page) throws SQLException {
    page.section(
        "Four servers",
        "Each shard is a PostgreSQL of its own; nothing else runs besides this JVM.");
    Stopwatch stopwatch = Stopwatch.started();
    EmbeddedShards servers = startServers();
    try {
      page.line("started in " + stopwatch.inSeconds() + ", without fsync, to spare your disk");
      stopwatch = Stopwatch.started();
      Schema.create(servers);
      Cluster cluster = new Cluster(servers, configuration(servers));
      page.line(
          "tables created, and the schema shard_router installed by the router, in "
              + stopwatch.inSeconds());
      return cluster;
    } catch (SQLException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  ShardedDataSource router() {
    return router;
  }

  /** What every other router, and the migrator, are opened with. */
  ShardRouterConfig config() {
    return config;
  }

  /** How many server processes are there. */
  long running() {
    return processes.stream().filter(ProcessHandle::isAlive).count();
  }

  @Override
  public void close() {
    try (servers) {
      router.close();
    }
  }

  private static EmbeddedShards startServers() {
    return EmbeddedShards.builder()
        .servers(SHARDS)
        .setting("fsync", "off")
        .setting("synchronous_commit", "off")
        .setting("full_page_writes", "off")
        .setting("max_wal_size", "4GB")
        .start();
  }

  private static ShardRouterConfig configuration(EmbeddedShards servers) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SHARD_USER", servers.username());
    environment.put("SHARD_PASSWORD", servers.password());
    for (int shard = 0; shard < servers.count(); shard++) {
      environment.put(
          "SHARD_" + shard + "_URL", servers.url(shard) + "?reWriteBatchedInserts=true");
    }
    return ShardRouterConfig.parse(text(CONFIGURATION), CONFIGURATION, environment::get);
  }

  private static String text(String resource) {
    try (InputStream in = Objects.requireNonNull(Cluster.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
