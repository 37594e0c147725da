package io.shardrouter.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Servers in containers of Docker. Testcontainers removes them when the JVM ends. Thread-safe. */
final class TestcontainersBackend implements Backend {

  private static final String IMAGE = "postgres:17-alpine";

  @Override
  public Server start(Map<String, String> settings) {
    PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
    int port = Ports.unused();
    // A fixed port, because Docker gives another one at each start of a container.
    container.setPortBindings(List.of(port + ":" + PostgreSQLContainer.POSTGRESQL_PORT));
    container
        .withUsername(Superuser.INSTANCE.name())
        .withPassword(Superuser.INSTANCE.password())
        .withDatabaseName(Shard.MAINTENANCE)
        .withEnv("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C")
        .withCommand(command(settings));
    try {
      container.start();
    } catch (ContainerLaunchException e) {
      String log = container.getContainerId() == null ? "" : container.getLogs();
      container.stop();
      throw new IllegalStateException(
          "a container of %s did not start:%n%s".formatted(IMAGE, log), e);
    }
    return new ContainerServer(container, port);
  }

  private static String[] command(Map<String, String> settings) {
    List<String> words = new ArrayList<>();
    words.add("postgres");
    settings.forEach(
        (name, value) -> {
          words.add("-c");
          words.add(name + "=" + value);
        });
    return words.toArray(String[]::new);
  }
}
