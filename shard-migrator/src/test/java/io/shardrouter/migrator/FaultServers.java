package io.shardrouter.migrator;

import io.shardrouter.ShardedDataSource;
import io.shardrouter.internal.guard.FailPoint;
import io.shardrouter.testing.CountingProxy;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Servers that can crash, with a router to them, and proxies between them and the movers. */
final class FaultServers implements AutoCloseable {
  static final int COUNT = 3;

  private final MoverCluster cluster;
  private final List<CountingProxy> proxies;
  private final ShardedDataSource router;
  private final Migrator migrator;
  private final Path directory;

  FaultServers() throws SQLException, IOException {
    EmbeddedShards shards = EmbeddedShards.servers(COUNT);
    this.cluster = MoverCluster.classic(shards);
    this.proxies =
        IntStream.range(0, COUNT).mapToObj(i -> CountingProxy.to(shards.url(i))).toList();
    this.router = cluster.router();
    this.migrator = cluster.migrator();
    this.directory = Files.createTempDirectory("faults");
  }

  MoverCluster cluster() {
    return cluster;
  }

  /** The service's, which connects directly. */
  ShardedDataSource router() {
    return router;
  }

  /** The one that recovers, which connects directly. */
  Migrator migrator() {
    return migrator;
  }

  /** Where the paused process of {@code who} says so; it is not there yet. */
  Path pauseFile(String who) {
    return directory.resolve(who);
  }

  /** Starts a process that pauses at {@code point}, and whose connections {@link #cut} breaks. */
  Process start(List<String> task, FailPoint point, Path pause) throws IOException {
    return MoverProcess.start(
        task,
        cluster,
        shard -> proxies.get(shard).url(cluster.shards().url(shard)),
        Map.of(
            FailPoint.PROPERTY,
            point.name() + ":pause",
            FailPoint.PAUSE_FILE_PROPERTY,
            pause.toString()));
  }

  void crash(int shard) {
    cluster.shards().stop(shard);
    cluster.shards().start(shard);
  }

  void cut() {
    proxies.forEach(CountingProxy::cut);
  }

  @Override
  public void close() throws IOException {
    proxies.forEach(CountingProxy::close);
    cluster.close();
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
