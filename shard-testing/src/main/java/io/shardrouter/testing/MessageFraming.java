package io.shardrouter.testing;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one direction into the messages of PostgreSQL's protocol 3 ("Message Formats"
 * in its manual), however they are spread over reads. Not thread-safe.
 */
final class MessageFraming {

  /** How the next message looks. */
  enum Form {
    /** A type byte, then a length that counts itself, then the body. */
    TYPED(5),
    /** What opens a connection: the same without a type. */
    UNTYPED(4),
    /** The answer to a request for encryption: one byte. */
    SINGLE_BYTE(1),
    /** Encrypted from here on: no messages to be seen. */
    OPAQUE(0);

    private final int headerLength;

    Form(int headerLength) {
      this.headerLength = headerLength;
    }
  }

  /** What one direction means. */
  interface Listener {

    /** Asked when the first byte of a message has arrived. */
    Form nextForm();

    /** How many bytes of the body {@link #message} wants to see; the rest only passes through. */
    int wantedBytes(char type);

    /**
     * A message has arrived to its last byte.
     *
     * @param type the type byte, the single byte, or 0 for an untyped message
     * @param body as much as was wanted, and less where the body is shorter
     */
    void message(char type, ByteBuffer body);
  }

  private static final int LENGTH_BYTES = 4;

  private final Listener listener;
  private final byte[] header = new byte[Form.TYPED.headerLength];
  private @Nullable Form form;
  private int headerRead;
  private int bodyLeft;
  private ByteBuffer body = ByteBuffer.allocate(0);

  MessageFraming(Listener listener) {
    this.listener = listener;
  }

  void accept(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      if (form == null) {
        form = listener.nextForm();
        headerRead = 0;
      }
      if (form == Form.OPAQUE) {
        return;
      }
      if (headerRead < form.headerLength) {
        header[headerRead++] = bytes[at++];
        if (headerRead == form.headerLength) {
          startBody(form);
        }
      } else {
        int taken = Math.min(bodyLeft, length - at);
        body.put(bytes, at, Math.min(taken, body.remaining()));
        at += taken;
        bodyLeft -= taken;
        if (bodyLeft == 0) {
          finish(form);
        }
      }
    }
  }

  private void startBody(Form read) {
    bodyLeft = 0;
    if (read != Form.SINGLE_BYTE) {
      int length = ByteBuffer.wrap(header).getInt(read.headerLength - LENGTH_BYTES);
      if (length < LENGTH_BYTES) {
        throw new IllegalStateException("no message of PostgreSQL's protocol has length " + length);
      }
      bodyLeft = length - LENGTH_BYTES;
    }
    body = ByteBuffer.allocate(Math.min(bodyLeft, listener.wantedBytes(type(read))));
    if (bodyLeft == 0) {
      finish(read);
    }
  }

  private void finish(Form read) {
    form = null;
    listener.message(type(read), body.flip());
  }

  private char type(Form read) {
    return read == Form.UNTYPED ? 0 : (char) (header[0] & 0xff);
  }
}
