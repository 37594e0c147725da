package io.shardrouter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One client's connection through a proxy, with a thread for each direction. */
final class ProxiedConnection {

  private static final int BUFFER_BYTES = 1 << 16;

  /** A parked thread may wake up that much too late, so the rest of a delay is spent spinning. */
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(150);

  private final CountingProxy proxy;
  private final Socket client;
  private final Socket server = new Socket();
  private final Conversation conversation;

  ProxiedConnection(CountingProxy proxy, Socket client, WireCounts counts) {
    this.proxy = proxy;
    this.client = client;
    this.conversation = new Conversation(counts);
  }

  void start(InetSocketAddress target) {
    thread("shard-proxy-to-server", () -> connectAndPassRequests(target)).start();
  }

  /** Both ends see the connection break. */
  void close() {
    try (client;
        server) {
      proxy.forget(this);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a proxied connection", e);
    }
  }

  private void connectAndPassRequests(InetSocketAddress target) {
    try {
      server.connect(target);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      thread("shard-proxy-to-client", this::passAnswers).start();
      passRequests();
    } catch (IOException e) {
      // Broken by one of its ends, or by cut(): both ends get to know by the close.
    } finally {
      close();
    }
  }

  private void passRequests() throws IOException {
    MessageFraming framing = conversation.fromClient();
    byte[] buffer = new byte[BUFFER_BYTES];
    InputStream in = client.getInputStream();
    OutputStream out = server.getOutputStream();
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      if (conversation.clientSpeaks()) {
        pause(proxy.delayNanos());
      }
      framing.accept(buffer, length);
      out.write(buffer, 0, length);
    }
  }

  /** Counts before it passes on, so that a client that has its answer finds it counted. */
  private void passAnswers() {
    MessageFraming framing = conversation.fromServer();
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        framing.accept(buffer, length);
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // As above.
    } finally {
      close();
    }
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
