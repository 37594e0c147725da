package io.shardrouter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final int SSL_REQUEST = 80877103;
  private static final int PROTOCOL_3 = 3 << 16;

  private final WireCounts counts = new WireCounts();
  private final Conversation conversation = new Conversation(counts);
  private final MessageFraming client = conversation.fromClient();
  private final MessageFraming server = conversation.fromServer();

  @Test
  void twoSyncsInOneBurstAreOneRoundTripWithTwoReadyForQueries() {
    open();

    fromClient(message('S', ""), message('S', ""));
    fromServer(message('Z', "I"), message('Z', "I"));

    assertThat(counts.roundTrips).hasValue(1);
    assertThat(counts.readyForQueries).hasValue(2);
  }

  @Test
  void aClientThatDoesNotWaitForEveryAnswerIsStillInItsBurst() {
    open();

    fromClient(message('S', ""), message('S', ""));
    fromServer(message('Z', "I"));
    fromClient(message('S', ""));
    fromServer(message('Z', "I"), message('Z', "I"));

    assertThat(counts.roundTrips).hasValue(1);
    assertThat(counts.readyForQueries).hasValue(3);
  }

  @Test
  void aCopyThatFailsBeforeTheFirstRowWasOneTurn() {
    open();

    fromClient(message('Q', "copy t from stdin\0"));
    fromServer(message('G', "\0\0\0"));
    fromServer(message('E', "\0"), message('Z', "I"));

    assertThat(counts.roundTrips).hasValue(1);
  }

  @Test
  void anAnswerThatStartsBeforeTheBurstHasEndedDoesNotCountTwice() {
    open();

    fromClient(message('P', "\0select 1\0\0\0"));
    fromServer(message('1', ""));
    fromClient(message('B', "\0\0\0\0\0\0\0\0"), message('S', ""));
    fromServer(message('2', ""), message('Z', "I"));

    assertThat(counts.roundTrips).hasValue(1);
    assertThat(counts.parses).hasValue(1);
    assertThat(counts.binds).hasValue(1);
    assertThat(counts.statements()).containsExactly("select 1");
  }

  @Test
  void aBurstOpensOneRoundTripHoweverManyReadsItTakes() {
    open();

    assertThat(conversation.clientSpeaks()).isTrue();
    assertThat(conversation.clientSpeaks()).isFalse();
    fromClient(message('Q', "select 1\0"));
    fromServer(message('Z', "I"));
    assertThat(conversation.clientSpeaks()).isTrue();
  }

  @Test
  void messagesAreRecognizedWhenTheyArriveByteByByte() {
    open();

    conversation.clientSpeaks();
    for (byte b : message('Q', "select 'ä'\0")) {
      client.accept(new byte[] {b}, 1);
    }
    for (byte b : message('Z', "I")) {
      server.accept(new byte[] {b}, 1);
    }

    assertThat(counts.roundTrips).hasValue(1);
    assertThat(counts.statements()).containsExactly("select 'ä'");
  }

  @Test
  void nothingIsReadIntoEncryptedBytes() {
    fromClient(untyped(SSL_REQUEST));
    fromServer(new byte[] {'S'});
    counts.reset();

    fromClient(new byte[] {22, 3, 1, -1, -1, -1, -1, 'Q', 0, 0, 0, 0});
    fromServer(new byte[] {'Z', 0, 0, 0, 5, 'I', -1, 0, 0, 0, 0});

    assertThat(counts.roundTrips).hasValue(0);
    assertThat(counts.readyForQueries).hasValue(0);
  }

  @Test
  void aRefusedEncryptionGoesOnInTheClear() {
    fromClient(untyped(SSL_REQUEST));
    fromServer(new byte[] {'N'});
    open();

    fromClient(message('Q', "select 1\0"));
    fromServer(message('Z', "I"));

    assertThat(counts.roundTrips).hasValue(1);
  }

  @Test
  void whatIsNoMessageIsAnError() {
    byte[] bytes = {0, 0, 0, 3};
    assertThatThrownBy(() -> client.accept(bytes, bytes.length))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("length 3");
  }

  @Test
  void onlyTheLastStatementsAreKept() {
    for (int i = 0; i <= WireCounts.STATEMENTS_KEPT; i++) {
      counts.statement("select " + i);
    }

    assertThat(counts.statements())
        .hasSize(WireCounts.STATEMENTS_KEPT)
        .startsWith("select 1")
        .endsWith("select " + WireCounts.STATEMENTS_KEPT);
  }

  private void open() {
    fromClient(untyped(PROTOCOL_3));
    fromServer(message('R', "\0\0\0\0"), message('Z', "I"));
    counts.reset();
  }

  private void fromClient(byte[]... messages) {
    conversation.clientSpeaks();
    for (byte[] message : messages) {
      client.accept(message, message.length);
    }
  }

  private void fromServer(byte[]... messages) {
    for (byte[] message : messages) {
      server.accept(message, message.length);
    }
  }

  private static byte[] message(char type, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) type)
        .putInt(4 + bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] untyped(int code) {
    return ByteBuffer.allocate(8).putInt(8).putInt(code).array();
  }
}
