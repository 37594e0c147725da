package io.shardrouter.strategy;

import io.shardrouter.KeyType;
import java.time.ZoneId;
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

  /** The text that {@link KeyType} describes. */
  @Override
  public Optional<String> keyExpression(String column, KeyType type, ZoneId zone) {
    return Optional.of(
        switch (type) {
          case TEXT, BIGINT, UUID -> "(" + column + ")::text";
          case DATE -> "to_char(" + column + ", 'YYYY-MM-DD')";
          case TIMESTAMPTZ ->
              "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                  .formatted(column);
        });
  }

  @Override
  public Optional<String> keyRange(String column, KeyType type, ZoneId zone, String key) {
    String literal = "E'" + key.replace("\\", "\\\\").replace("'", "''") + "'";
    return Optional.of(
        column
            + " = "
            + literal
            + switch (type) {
              case TEXT -> "::text";
              case BIGINT -> "::bigint";
              case UUID -> "::uuid";
              case DATE -> "::date";
              case TIMESTAMPTZ -> "::timestamptz";
            });
  }

  /**
   * {@code bit(32)} becomes a bigint without a sign, as the slot needs it. {@code md5} takes the
   * text in the database's encoding, which is UTF-8 where this is used, and is immutable: an index
   * can be on the expression.
   */
  @Override
  public Optional<String> slotExpression(String keySql, int slots) {
    return Optional.of(
        "((('x' || substr(md5((%s)::text), 1, 8))::bit(32)::bigint %% %d)::integer)"
            .formatted(keySql, slots));
  }
}
