package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardrouter.ScatterResult;
import io.shardrouter.ShardKey;
import io.shardrouter.internal.guard.FailPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One combination: a user's rows move while a service writes them, a fault strikes the mover at one
 * point, and recovery follows.
 *
 * <p>Points that no undisturbed move reaches get what leads there: a recovering process where the
 * mover died before it decided, or one that takes back what the target cannot adopt.
 */
final class FaultCase {
  /** More than what fits into the buffers between the servers, so that COPY is in the middle. */
  private static final int STATES = 200;

  private static final int BYTES_PER_STATE = 8_000;
  private static final int FEW_WRITES = 3;
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static final String LEFT_OVERS =
      "select (select count(*) from pg_tables where schemaname = 'shard_stage')"
          + " + (select count(*) from shard_router.move_table)"
          + " + (select count(*) from shard_router.move_sequence)"
          + " + (select count(*) from shard_router.move"
          + " where state not in ('done', 'aborted'))";

  private final FaultServers servers;
  private final FailPoint point;
  private final Fault fault;
  private final String user;
  private final Path pause;
  private final int source;
  private final int target;

  FaultCase(FaultServers servers, FailPoint point, Fault fault) throws Exception {
    this.servers = servers;
    this.point = point;
    this.fault = fault;
    this.user = (point + " " + fault).toLowerCase(Locale.ROOT);
    this.pause = servers.pauseFile(user);
    this.source = servers.router().route(key()).shard();
    this.target = (source + 1) % FaultServers.COUNT;
  }

  private ShardKey key() {
    return ShardKey.of("user", user);
  }

  /** Runs it; fails where something is lost, doubled, left over, or does not go on. */
  void run() throws Exception {
    addUser();
    try (SteadyWriter writer = SteadyWriter.start(servers.router(), user)) {
      awaitWrites(writer);
      Process process = servers.start(task(), point, pause);
      try {
        awaitPaused(process);
        strike(process, writer);
        awaitEnd(process);
      } finally {
        process.destroyForcibly().waitFor();
      }
      removeObstacle();
      recover(servers.migrator()::recover);
      awaitWrites(writer);

      assertThat(servers.cluster().askAll(LEFT_OVERS)).containsOnly("0");
      int holder = holder();
      servers.migrator().move(MoveRequest.key(key(), (holder + 1) % FaultServers.COUNT));
      awaitWrites(writer);
      requireAllRowsOnce((holder + 1) % FaultServers.COUNT, writer);
    }
  }

  private void addUser() throws SQLException {
    try (Connection c = servers.router().getConnection(key());
        PreparedStatement one = c.prepareStatement("insert into users (id) values (?)");
        PreparedStatement many =
            c.prepareStatement(
                "insert into consciousness_states (user_id, state)"
                    + " select ?, 's' || i || repeat('x', ?) from generate_series(1, ?) i")) {
      one.setString(1, user);
      one.execute();
      many.setString(1, user);
      many.setInt(2, BYTES_PER_STATE);
      many.setInt(3, STATES);
      many.execute();
    }
  }

  /** What the process does on which the fault strikes. */
  private List<String> task() throws Exception {
    List<String> move = MoverProcess.task(MoveRequest.key(key(), target));
    return switch (point) {
      case BEFORE_ABORT, AFTER_ABORT -> {
        Process mover = servers.start(move, FailPoint.AFTER_STAGED, pause);
        awaitPaused(mover);
        mover.destroyForcibly().waitFor();
        Files.delete(pause);
        yield List.of("recover");
      }
      case BEFORE_RETURN, AFTER_RETURN -> {
        Process mover = servers.start(move, FailPoint.AFTER_STAGED, pause);
        awaitPaused(mover);
        servers
            .cluster()
            .shards()
            .execute(target, "insert into users values ('" + user + "', 'obstacle')");
        awaitEnd(mover);
        assertThat(mover.exitValue()).as("cannot adopt").isNotZero();
        yield List.of("return", moves().get(0).id().toString());
      }
      default -> move;
    };
  }

  private void removeObstacle() throws SQLException {
    servers.cluster().shards().execute(target, "delete from users where name = 'obstacle'");
  }

  private void awaitPaused(Process process) {
    await(user)
        .atMost(LIMIT)
        .until(
            () -> {
              assertThat(Files.exists(pause) || process.isAlive()).as("gets there").isTrue();
              return Files.exists(pause);
            });
  }

  /** Lets it go on as often as it comes to the point; it does again where it undoes its move. */
  private void awaitEnd(Process process) {
    await(user)
        .atMost(LIMIT)
        .until(
            () -> {
              Files.deleteIfExists(pause);
              return !process.isAlive();
            });
  }

  private void strike(Process process, SteadyWriter writer) throws Exception {
    switch (fault) {
      case KILLED -> process.destroyForcibly().waitFor();
      case SOURCE_DOWN -> servers.crash(source);
      case TARGET_DOWN -> servers.crash(target);
      case CUT -> servers.cut();
      case ZOMBIE -> {
        removeObstacle();
        recover(servers.migrator()::recoverRunning);
        awaitWrites(writer);
        int holder = holder();
        servers.migrator().move(MoveRequest.key(key(), (holder + 2) % FaultServers.COUNT));
        awaitWrites(writer);
      }
    }
  }

  private void recover(Supplier<RecoveryReport> recovery) {
    await(user).atMost(LIMIT).until(recovery::get, RecoveryReport::isComplete);
  }

  private void awaitWrites(SteadyWriter writer) {
    long wanted = writer.acknowledged() + FEW_WRITES;
    await(user)
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(writer.acknowledged())
                    .as("writes, last failure: %s", writer.lastFailure())
                    .isGreaterThanOrEqualTo(wanted));
  }

  private List<MoveStatus> moves() {
    MoveHistory history = servers.migrator().moves(10_000);
    assertThat(history.unreachable()).isEmpty();
    return history.moves().stream().filter(m -> m.key().equals(Optional.of(user))).toList();
  }

  /** Where the journals say that the user is. */
  private int holder() {
    List<MoveStatus> moves = moves();
    assertThat(moves).noneMatch(MoveStatus::isOpen);
    return moves.stream()
        .filter(move -> move.state() == MoveStatus.State.DONE)
        .max(Comparator.comparing(MoveStatus::begunAt))
        .map(MoveStatus::target)
        .orElse(source);
  }

  private void requireAllRowsOnce(int holder, SteadyWriter writer) throws SQLException {
    try (Connection there = servers.cluster().shards().connect(holder)) {
      assertThat(writer.contradictions(there)).isEmpty();
    }
    for (int shard = 0; shard < FaultServers.COUNT; shard++) {
      boolean holds = shard == holder;
      assertThat(
              servers
                  .cluster()
                  .ask(
                      shard,
                      ("select (select count(*) from users where id = '%1$s') || ' '"
                              + " || count(distinct state) filter (where state like 's%%') || ' '"
                              + " || (count(*) > 0) from consciousness_states"
                              + " where user_id = '%1$s'")
                          .formatted(user)))
          .isEqualTo(holds ? "1 " + STATES + " true" : "0 0 false");
    }
    long found = 0;
    try (ScatterResult rows =
        servers.router().scatter("select count(*) from users where id = '" + user + "'")) {
      while (rows.next()) {
        found += rows.row().getLong(1);
      }
    }
    assertThat(found).isEqualTo(1);
  }
}
