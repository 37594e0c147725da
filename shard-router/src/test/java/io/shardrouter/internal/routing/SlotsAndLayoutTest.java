package io.shardrouter.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.GroupConfig;
import io.shardrouter.KeyType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.YearMonth;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Slots and a layout place every key where plain modulo did, so nothing moves on adoption. */
class SlotsAndLayoutTest {
  @Property(tries = 200)
  void md5EqualsPlainModulo(@ForAll long id, @ForAll @IntRange(min = 1, max = 64) int perShard)
      throws Exception {
    byte[] digest =
        MessageDigest.getInstance("MD5").digest(("u" + id).getBytes(StandardCharsets.UTF_8));
    BigInteger hash = new BigInteger(1, digest).shiftRight(96);
    for (int shards = 1; shards <= 64; shards++) {
      Group group = group("md5", KeyType.TEXT, shards, perShard);
      RoutedKey key = group.route("u" + id);
      assertThat(group.baseShard(key.slot()))
          .isEqualTo(hash.mod(BigInteger.valueOf(shards)).intValue());
    }
  }

  @Property(tries = 200)
  void monthEqualsPlainModulo(
      @ForAll @IntRange(min = 1, max = 9999) int year,
      @ForAll @IntRange(min = 1, max = 12) int month,
      @ForAll @IntRange(min = 1, max = 64) int perShard)
      throws Exception {
    for (int shards = 1; shards <= 64; shards++) {
      Group group = group("month", KeyType.DATE, shards, perShard);
      RoutedKey key = group.route(YearMonth.of(year, month).atEndOfMonth());
      assertThat(group.baseShard(key.slot())).isEqualTo((year * 12 + (month - 1)) % shards);
    }
  }

  @Property(tries = 500)
  void everyDecimalFormOfANumberIsOneKey(
      @ForAll long number, @ForAll @IntRange(min = 0, max = 20) int zeros) throws Exception {
    Group group = group("md5", KeyType.BIGINT, 3, 8);
    String digits = new BigInteger(Long.toString(number)).abs().toString();
    String padded = " " + (number < 0 ? "-" : "+") + "0".repeat(zeros) + digits + "\t";
    assertThat(group.route(padded))
        .isEqualTo(group.route(number))
        .isEqualTo(group.route(BigInteger.valueOf(number)));
  }

  private static Group group(String strategy, KeyType type, int shards, int perShard) {
    GroupConfig config =
        GroupConfig.builder("g")
            .strategy(strategy)
            .layout(IntStream.range(0, shards).boxed().toList())
            .slots(shards * perShard)
            .table("t", "k")
            .build();
    return new Group(config, type);
  }
}
