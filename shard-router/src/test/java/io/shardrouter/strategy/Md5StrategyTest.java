package io.shardrouter.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Md5StrategyTest {
  private final Md5Strategy md5 = new Md5Strategy();

  static Stream<Arguments> goldenVectors() {
    return Stream.of(
        Arguments.of("1", 3301589560L, 1, 0, 3, 568),
        Arguments.of("42", 2714814184L, 1, 0, 5, 1768),
        Arguments.of("user-1", 3604443219L, 0, 3, 6, 83),
        Arguments.of("alice", 1669653170L, 2, 2, 3, 690),
        Arguments.of("Alice", 1682480261L, 2, 1, 0, 3205),
        Arguments.of("-7", 1953004050L, 0, 2, 4, 2578),
        Arguments.of("9223372036854775807", 360086309L, 2, 1, 2, 2853),
        Arguments.of("3f2504e0-4f89-11d3-9a0c-0305e82c3301", 1451640154L, 1, 2, 6, 1370),
        Arguments.of("müller", 2463380603L, 2, 3, 5, 1147),
        Arguments.of("用户", 533736080L, 2, 0, 3, 2704),
        Arguments.of("😀", 704834243L, 2, 3, 1, 2755),
        Arguments.of(" a ", 3835115248L, 1, 0, 6, 1776),
        Arguments.of("x".repeat(200), 816330273L, 0, 1, 3, 1569),
        // MD5 of nothing begins d41d8cd9 (RFC 1321, appendix A.5).
        Arguments.of("", 0xd41d8cd9L, 1, 1, 4, 3289));
  }

  @ParameterizedTest
  @MethodSource("goldenVectors")
  void slotsAreTheSameForEver(String key, long hash, int of3, int of4, int of7, int of4096) {
    assertThat(md5.slot(key, 3)).isEqualTo(of3);
    assertThat(md5.slot(key, 4)).isEqualTo(of4);
    assertThat(md5.slot(key, 7)).isEqualTo(of7);
    assertThat(md5.slot(key, 4096)).isEqualTo(of4096);
    assertThat(md5.slot(key, Integer.MAX_VALUE)).isEqualTo((int) (hash % Integer.MAX_VALUE));
  }

  @Test
  void textOfEveryLengthAndWidthIsHashedWhole() throws Exception {
    MessageDigest reference = MessageDigest.getInstance("MD5");
    for (String character : new String[] {"a", "\u007F", "\u0080", "ߦ", "ࠀ", "用", "\uFFFD", "😀"}) {
      for (int length = 0; length < 600; length++) {
        String key = character.repeat(length) + "!";
        byte[] hash = reference.digest(key.getBytes(StandardCharsets.UTF_8));
        int expected =
            new BigInteger(1, hash).shiftRight(96).mod(BigInteger.valueOf(1 << 24)).intValue();
        assertThat(md5.slot(key, 1 << 24)).as("%d of %s", length, character).isEqualTo(expected);
      }
    }
  }

  @Test
  void textWithoutUtf8IsRefusedAndLeavesNoTrace() {
    int before = md5.slot("alice", 4096);
    for (String broken : new String[] {"a\uD83D", "\uDE00", "\uD83Dx", "\uDE00\uD83D"}) {
      assertThatThrownBy(() -> md5.slot(broken, 4)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(md5.slot("alice", 4096)).isEqualTo(before);
  }

  @Test
  void theSlotInSqlReadsTheSameFourBytes() {
    assertThat(md5.slotExpression("id", 2048))
        .contains("((('x' || substr(md5((id)::text), 1, 8))::bit(32)::bigint % 2048)::integer)");
  }
}
