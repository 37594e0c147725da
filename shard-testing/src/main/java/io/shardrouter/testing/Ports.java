package io.shardrouter.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for servers that must get the same port again after a stop. The ports which the
 * kernel hands out itself will not do: meanwhile it could give the port to any outgoing connection.
 * So these come from below the ranges of Linux (from 32768) and macOS (from 49152).
 */
final class Ports {

  private static final int LOWEST = 10_240;
  private static final int ABOVE_HIGHEST = 32_768;

  private Ports() {}

  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** A port on which nothing listens now; another process may still take it. */
  static int unused() {
    for (int tried = 0; tried < 1_000; tried++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE_HIGHEST);
      if (isUnused(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no unused port between %d and %d".formatted(LOWEST, ABOVE_HIGHEST));
  }

  private static boolean isUnused(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
