package io.shardrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 in front of one PostgreSQL server. It counts what travels, can make each
 * round trip take longer, and can break connections.
 *
 * <p>The counts cover all connections since the start or the last {@link #reset}, their opening
 * included; a client that has received an answer finds it counted. A connection that the server
 * agrees to encrypt passes through uncounted; servers of {@link EmbeddedShards} do not encrypt.
 *
 * <p>Thread-safe.
 */
public final class CountingProxy implements AutoCloseable {

  private static final int DEFAULT_PORT = 5432;
  private static final int PORTS_TRIED = 5;

  private final InetSocketAddress target;
  private final InetSocketAddress address;
  private final WireCounts counts = new WireCounts();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile long delayNanos;

  /** Null while connections are refused. */
  private @Nullable ServerSocket listener;

  private boolean closed;

  private CountingProxy(InetSocketAddress target) {
    this.target = target;
    this.listener = listenSomewhere();
    this.address = new InetSocketAddress(Ports.loopback(), listener.getLocalPort());
    acceptFrom(listener);
  }

  /**
   * Starts a proxy in front of the server of a JDBC URL.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host[:port]/...} with one host
   * @throws IllegalArgumentException when the URL is another one
   */
  public static CountingProxy to(String jdbcUrl) {
    return new CountingProxy(server(jdbcUrl));
  }

  /**
   * The same URL, but through this proxy.
   *
   * @throws IllegalArgumentException when the URL leads to another server
   */
  public String url(String jdbcUrl) {
    if (!server(jdbcUrl).equals(target)) {
      throw new IllegalArgumentException(
          "this proxy stands in front of %s:%d, not in front of the server of %s"
              .formatted(target.getHostString(), target.getPort(), withoutSettings(jdbcUrl)));
    }
    String authority = uri(jdbcUrl).getRawAuthority();
    return jdbcUrl.replaceFirst(
        Pattern.quote("//" + authority),
        "//%s:%d".formatted(Ports.loopback().getHostAddress(), address.getPort()));
  }

  /** How often clients waited for an answer: the turns from client to server and back. */
  public long roundTrips() {
    return counts.roundTrips.get();
  }

  /** ReadyForQuery messages: one per Sync, per simple query, and per opened connection. */
  public long readyForQueries() {
    return counts.readyForQueries.get();
  }

  /** Parse messages: none where a server-prepared statement is executed again. */
  public long parses() {
    return counts.parses.get();
  }

  /** Bind messages. */
  public long binds() {
    return counts.binds.get();
  }

  /**
   * The texts in Parse and Query messages, oldest first: the last 10,000, each to its first
   * mebibyte.
   */
  public List<String> statements() {
    return counts.statements();
  }

  /** Sets all counts to zero and forgets the statements. */
  public void reset() {
    counts.reset();
  }

  /**
   * Makes each round trip take longer by this, exact to some microseconds; zero at first.
   *
   * @throws IllegalArgumentException when negative
   */
  public void delay(Duration perRoundTrip) {
    if (perRoundTrip.isNegative()) {
      throw new IllegalArgumentException("a delay cannot be negative: " + perRoundTrip);
    }
    delayNanos = perRoundTrip.toNanos();
  }

  /** Breaks all connections that are open now; new ones are welcome. */
  public void cut() {
    connections.forEach(ProxiedConnection::close);
  }

  /** Refuses new connections ({@code true}) or accepts them again, at the same port. */
  public synchronized void refuse(boolean refused) {
    if (closed) {
      throw new IllegalStateException("this proxy is closed");
    }
    if (refused) {
      stopListening();
    } else if (listener == null) {
      listener = listen(address.getPort());
      acceptFrom(listener);
    }
  }

  /** Stops listening and breaks all connections; further calls do nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    stopListening();
    cut();
  }

  long delayNanos() {
    return delayNanos;
  }

  void forget(ProxiedConnection connection) {
    connections.remove(connection);
  }

  private void stopListening() {
    if (listener != null) {
      try {
        listener.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot stop listening at " + address, e);
      }
      listener = null;
    }
  }

  private void acceptFrom(ServerSocket from) {
    ProxiedConnection.thread(
            "shard-proxy-" + from.getLocalPort(),
            () -> {
              try {
                while (true) {
                  open(from, from.accept());
                }
              } catch (IOException e) {
                // Closed by refuse() or close(): there is nothing more to accept.
              }
            })
        .start();
  }

  /** Under the lock, so that no connection slips in behind refuse() followed by cut(). */
  private synchronized void open(ServerSocket from, Socket client) throws IOException {
    if (from.isClosed()) {
      client.close();
      return;
    }
    ProxiedConnection connection = new ProxiedConnection(this, client, counts);
    connections.add(connection);
    connection.start(target);
  }

  private static ServerSocket listenSomewhere() {
    for (int tried = 1; ; tried++) {
      try {
        return listen(Ports.unused());
      } catch (UncheckedIOException e) {
        // Another process may have taken the port since it was found unused.
        if (tried == PORTS_TRIED) {
          throw e;
        }
      }
    }
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(Ports.loopback(), port));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at port " + port, e);
    }
  }

  private static InetSocketAddress server(String jdbcUrl) {
    URI uri = uri(jdbcUrl);
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new InetSocketAddress(uri.getHost(), port);
  }

  private static URI uri(String jdbcUrl) {
    if (jdbcUrl.startsWith("jdbc:postgresql://")) {
      URI uri = URI.create(withoutSettings(jdbcUrl).substring("jdbc:".length()));
      if (uri.getHost() != null) {
        return uri;
      }
    }
    throw new IllegalArgumentException(
        "need jdbc:postgresql://host:port/database with one host, not " + withoutSettings(jdbcUrl));
  }

  /** There may be a password among them, and what a URI does not allow. */
  private static String withoutSettings(String jdbcUrl) {
    int settings = jdbcUrl.indexOf('?');
    return settings < 0 ? jdbcUrl : jdbcUrl.substring(0, settings);
  }
}
