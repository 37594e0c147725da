package io.shardrouter.strategy;

import io.shardrouter.KeyType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code md5}: the first four bytes of the MD5 of the key in UTF-8, as an unsigned big-endian
 * number, modulo the slots. MD5 serves here because existing deployments and PostgreSQL have it,
 * not to hide anything.
 */
public final class Md5Strategy implements ShardingStrategy {
  private static final ThreadLocal<Utf8Md5> HASH = ThreadLocal.withInitial(Utf8Md5::new);

  /** One without state: all are alike. */
  public Md5Strategy() {}

  @Override
  public Set<KeyType> keyTypes() {
    return EnumSet.allOf(KeyType.class);
  }

  @Override
  public int slot(String key, int slots) {
    return Integer.remainderUnsigned(HASH.get().firstFourBytes(key), slots);
  }

  /** {@code bit(32)} becomes a bigint without a sign, as the slot needs it. */
  @Override
  public Optional<String> slotExpression(String keySql, int slots) {
    return Optional.of(
        "((('x' || substr(md5(convert_to(("
            + keySql
            + ")::text, 'UTF8')), 1, 8))::bit(32)::bigint % "
            + slots
            + ")::integer)");
  }
}
