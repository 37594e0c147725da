package io.shardrouter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shardrouter.testing.MessageFraming.Form;
import java.nio.ByteBuffer;

/**
 * Whose turn it is on one connection. The client has the turn until it sends something; the server
 * gives it back when it waits for the client: when it has answered every Query and Sync, wants COPY
 * data or a password, or has answered a request for encryption. So a burst of several Syncs is one
 * round trip, and an answer that starts before the burst has ended does not count twice.
 *
 * <p>Thread-safe: each direction is read by a thread of its own.
 */
final class Conversation {

  // The codes in the place of a protocol version ("Message Formats").
  private static final int CANCEL_REQUEST = 80877102;
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  // The Authentication messages after which the client has nothing to send.
  private static final int AUTHENTICATION_OK = 0;
  private static final int AUTHENTICATION_SASL_FINAL = 12;

  private static final int CODE_BYTES = 4;
  private static final int LONGEST_SQL = 1 << 20;

  private final WireCounts counts;
  private boolean clientsTurn = true;
  private boolean started;
  private boolean encryptionAsked;
  private boolean encrypted;

  /** The ReadyForQuery messages that the server owes. */
  private int readyForQueriesOwed;

  Conversation(WireCounts counts) {
    this.counts = counts;
  }

  MessageFraming fromClient() {
    return new MessageFraming(new FromClient());
  }

  MessageFraming fromServer() {
    return new MessageFraming(new FromServer());
  }

  /** The client has sent something; says whether that opens a round trip. */
  synchronized boolean clientSpeaks() {
    boolean opens = clientsTurn;
    clientsTurn = false;
    return opens;
  }

  private void giveTurnToClient() {
    if (!clientsTurn) {
      clientsTurn = true;
      counts.roundTrips.incrementAndGet();
    }
  }

  private void opening(int code) {
    switch (code) {
      case SSL_REQUEST, GSS_REQUEST -> encryptionAsked = true;
      case CANCEL_REQUEST -> {
        // The server closes the connection without an answer.
      }
      default -> {
        started = true;
        readyForQueriesOwed = 1;
      }
    }
  }

  private final class FromClient implements MessageFraming.Listener {

    @Override
    public Form nextForm() {
      synchronized (Conversation.this) {
        if (encrypted) {
          return Form.OPAQUE;
        }
        return started ? Form.TYPED : Form.UNTYPED;
      }
    }

    @Override
    public int wantedBytes(char type) {
      return switch (type) {
        case 0 -> CODE_BYTES;
        case 'P', 'Q' -> LONGEST_SQL;
        default -> 0;
      };
    }

    @Override
    public void message(char type, ByteBuffer body) {
      synchronized (Conversation.this) {
        switch (type) {
          case 0 -> opening(body.getInt());
          case 'P' -> {
            counts.parses.incrementAndGet();
            string(body);
            counts.statement(string(body));
          }
          case 'B' -> counts.binds.incrementAndGet();
          case 'Q' -> {
            readyForQueriesOwed++;
            counts.statement(string(body));
          }
          case 'S', 'F' -> readyForQueriesOwed++;
          default -> {
            // Part of a burst that one of the others ends.
          }
        }
      }
    }

    /** Reads up to the next zero byte, or to the end of what was kept of a very long statement. */
    private static String string(ByteBuffer body) {
      int start = body.position();
      int end = start;
      while (end < body.limit() && body.get(end) != 0) {
        end++;
      }
      String read = UTF_8.decode(body.slice(start, end - start)).toString();
      body.position(Math.min(end + 1, body.limit()));
      return read;
    }
  }

  private final class FromServer implements MessageFraming.Listener {

    @Override
    public Form nextForm() {
      synchronized (Conversation.this) {
        if (encrypted) {
          return Form.OPAQUE;
        }
        return encryptionAsked ? Form.SINGLE_BYTE : Form.TYPED;
      }
    }

    @Override
    public int wantedBytes(char type) {
      return type == 'R' ? CODE_BYTES : 0;
    }

    @Override
    public void message(char type, ByteBuffer body) {
      synchronized (Conversation.this) {
        if (encryptionAsked) {
          encryptionAsked = false;
          encrypted = type != 'N';
          giveTurnToClient();
          return;
        }
        switch (type) {
          case 'Z' -> {
            counts.readyForQueries.incrementAndGet();
            readyForQueriesOwed--;
            if (readyForQueriesOwed <= 0) {
              giveTurnToClient();
            }
          }
          case 'G', 'W' -> giveTurnToClient();
          case 'R' -> {
            int code = body.getInt();
            if (code != AUTHENTICATION_OK && code != AUTHENTICATION_SASL_FINAL) {
              giveTurnToClient();
            }
          }
          default -> {
            // Part of an answer that one of the others ends.
          }
        }
      }
    }
  }
}
