package io.shardrouter.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotFoundException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server that is the first process of a container. Thread-safe. */
final class ContainerServer implements Server {

  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
  private static final int LONGEST_STOP_SECONDS = 10;

  private final PostgreSQLContainer container;
  private final String id;
  private final int port;

  ContainerServer(PostgreSQLContainer container, int port) {
    this.container = container;
    this.id = container.getContainerId();
    this.port = port;
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public synchronized void start() {
    if (!isRunning()) {
      docker().startContainerCmd(id).exec();
      awaitReady();
    }
  }

  @Override
  public synchronized void stop() {
    if (!isRunning()) {
      return;
    }
    docker().killContainerCmd(id).withSignal("QUIT").exec();
    docker().waitContainerCmd(id).start().awaitStatusCode(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public boolean isRunning() {
    try {
      return Boolean.TRUE.equals(state().getRunning());
    } catch (NotFoundException e) {
      return false;
    }
  }

  @Override
  public long postmasterPid() {
    if (!isRunning()) {
      throw new IllegalStateException("the server is stopped");
    }
    return state().getPidLong();
  }

  @Override
  public synchronized void close() {
    container.stop();
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (true) {
      try {
        connect(Shard.MAINTENANCE).close();
        return;
      } catch (SQLException e) {
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException("the server was not ready after " + LONGEST_START, e);
        }
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
  }

  private ContainerState state() {
    return docker().inspectContainerCmd(id).exec().getState();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }
}
