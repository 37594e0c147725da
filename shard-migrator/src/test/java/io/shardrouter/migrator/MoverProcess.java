package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.PasswordSource;
import io.shardrouter.ShardConfig;
import io.shardrouter.ShardKey;
import io.shardrouter.internal.guard.FailPoint;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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
    return start(task(request), cluster, cluster.shards()::url, properties);
  }

  /** What {@link #start} takes for a move. */
  static List<String> task(MoveRequest request) {
    return request instanceof MoveRequest.OfKey one
        ? List.of("key", String.valueOf(one.key().value()), String.valueOf(one.target()))
        : List.of(
            "slot",
            String.valueOf(((MoveRequest.OfSlot) request).slot()),
            String.valueOf(request.target()));
  }

  /**
   * Starts a mover.
   *
   * @param task {@code key KEY TARGET}, {@code slot SLOT TARGET}, {@code recover} or {@code return
   *     MOVE}
   * @param url how it reaches each shard
   */
  static Process start(
      List<String> task,
      MoverCluster cluster,
      IntFunction<String> url,
      Map<String, String> properties)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), MoverProcess.class.getName()));
    int shards = cluster.shards().count();
    command.addAll(
        List.of(cluster.shards().username(), cluster.shards().password(), String.valueOf(shards)));
    IntStream.range(0, shards).mapToObj(url).forEach(command::add);
    command.addAll(task);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start();
  }

  /** {@code USER PASSWORD SHARDS URL… TASK…}. */
  public static void main(String[] arguments) throws SQLException {
    int count = Integer.parseInt(arguments[2]);
    List<ShardConfig> shards = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      shards.add(
          ShardConfig.of(
              shard, arguments[3 + shard], arguments[0], PasswordSource.fixed(arguments[1])));
    }
    List<String> task = List.of(arguments).subList(3 + count, arguments.length);
    try (Migrator migrator = Migrator.open(MoverCluster.user(shards).build())) {
      switch (task.get(0)) {
        case "key" ->
            migrator.move(
                MoveRequest.key(ShardKey.of("user", task.get(1)), Integer.parseInt(task.get(2))));
        case "slot" ->
            migrator.move(
                MoveRequest.slot(
                    "user", Integer.parseInt(task.get(1)), Integer.parseInt(task.get(2))));
        case "recover" -> migrator.recover();
        case "return" -> migrator.takeBack(UUID.fromString(task.get(1)));
        default -> throw new IllegalArgumentException(task.get(0));
      }
    }
  }
}
