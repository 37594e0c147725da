package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.internal.guard.FailPoint;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A mover as a process of its own, over the classic tables, which a fault point can stop. */
final class MoverProcess {
  /** What a process ends with that is killed, or that the fault point's {@code kill} ends. */
  static final int KILLED = 137;

  private static final int LIMIT_SECONDS = 120;

  private MoverProcess() {}

  /** Runs a mover that dies at {@code point}; fails where it does not get there. */
  static void dieAt(FailPoint point, MoverCluster cluster, MoveRequest request)
      throws IOException, InterruptedException {
    Process mover = start(cluster, request, Map.of(FailPoint.PROPERTY, point.name() + ":kill"));
    assertThat(mover.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(mover.exitValue()).as("the mover that was to die at " + point).isEqualTo(KILLED);
  }

  /** Starts a mover that pauses at {@code point} until {@code file} is deleted. */
  static Process pauseAt(FailPoint point, Path file, MoverCluster cluster, MoveRequest request)
      throws IOException {
    return start(
        cluster,
        request,
        Map.of(
            FailPoint.PROPERTY,
            point.name() + ":pause",
            FailPoint.PAUSE_FILE_PROPERTY,
            file.toString()));
  }

  /** Starts a mover; it exits with 0 where the move is done, and with 1 where it failed. */
  static Process start(MoverCluster cluster, MoveRequest request, Map<String, String> properties)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), MoverProcess.class.getName()));
    if (request instanceof MoveRequest.OfKey one) {
      command.addAll(List.of("key", String.valueOf(one.key().value())));
    } else {
      command.addAll(List.of("slot", String.valueOf(((MoveRequest.OfSlot) request).slot())));
    }
    command.addAll(
        List.of(
            String.valueOf(request.target()),
            cluster.shards().username(),
            cluster.shards().password()));
    for (int shard = 0; shard < cluster.shards().count(); shard++) {
      command.add(cluster.shards().url(shard));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start();
  }

  /** {@code key|slot WHAT TARGET USER PASSWORD URL…}. */
  public static void main(String[] arguments) throws SQLException {
    int target = Integer.parseInt(arguments[2]);
    MoveRequest request =
        arguments[0].equals("key")
            ? MoveRequest.key(ShardKey.of("user", arguments[1]), target)
            : MoveRequest.slot("user", Integer.parseInt(arguments[1]), target);
    List<ShardConfig> shards = new ArrayList<>();
    for (int i = 5; i < arguments.length; i++) {
      shards.add(
          ShardConfig.of(i - 5, arguments[i], arguments[3], PasswordSource.fixed(arguments[4])));
    }
    ShardRouterConfig config = MoverCluster.user(shards).build();
    try (Migrator migrator = Migrator.open(config)) {
      migrator.move(request);
    }
  }
}
