package io.shardrouter.testing;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL server, which keeps its port and its data over {@link #stop} and {@link #start}.
 */
sealed interface Server extends AutoCloseable permits PostmasterServer, ContainerServer {

  String host();

  int port();

  /** Returns once the server accepts connections; a server that runs already is left alone. */
  void start();

  /** An immediate shutdown: no checkpoint, so that the next start recovers from the log. */
  void stop();

  boolean isRunning();

  /** The process id of the server's first process, as the operating system that runs it counts. */
  long postmasterPid();

  /** Stops the server and removes its data. */
  @Override
  void close();

  default String url(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), database);
  }

  default Connection connect(String database) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url(database));
    return source.getConnection(Superuser.INSTANCE.name(), Superuser.INSTANCE.password());
  }
}
