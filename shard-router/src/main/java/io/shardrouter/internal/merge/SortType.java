package io.shardrouter.internal.merge;

import io.shardrouter.internal.merge.SortValue.OfBytes;
import io.shardrouter.internal.merge.SortValue.OfDecimal;
import io.shardrouter.internal.merge.SortValue.OfDouble;
import io.shardrouter.internal.merge.SortValue.OfFloat;
import io.shardrouter.internal.merge.SortValue.OfLong;
import io.shardrouter.internal.merge.SortValue.OfUuid;
import java.util.Optional;
import org.postgresql.core.Oid;

/** The types whose values Java puts in the very order in which PostgreSQL does. */
enum SortType {
  INTEGER,
  BOOLEAN,
  FLOAT8,
  FLOAT4,
  NUMERIC,
  DATE,
  TIME,
  TIMESTAMP,
  UUID,
  BYTES,
  PADDED;

  /**
   * The type with the OID {@code oid}.
   *
   * @param bytewise whether texts are ordered by their bytes
   */
  static Optional<SortType> of(int oid, boolean bytewise) {
    return switch (oid) {
      case Oid.INT2, Oid.INT4, Oid.INT8, Oid.OID -> Optional.of(INTEGER);
      case Oid.BOOL -> Optional.of(BOOLEAN);
      case Oid.FLOAT8 -> Optional.of(FLOAT8);
      case Oid.FLOAT4 -> Optional.of(FLOAT4);
      case Oid.NUMERIC -> Optional.of(NUMERIC);
      case Oid.DATE -> Optional.of(DATE);
      case Oid.TIME -> Optional.of(TIME);
      case Oid.TIMESTAMP, Oid.TIMESTAMPTZ -> Optional.of(TIMESTAMP);
      case Oid.UUID -> Optional.of(UUID);
      case Oid.BYTEA -> Optional.of(BYTES);
      case Oid.TEXT, Oid.VARCHAR, Oid.NAME -> bytewise ? Optional.of(BYTES) : Optional.empty();
      case Oid.BPCHAR -> bytewise ? Optional.of(PADDED) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /**
   * Room for a value.
   *
   * @param binary whether the column comes in PostgreSQL's binary format
   */
  SortValue value(boolean binary) {
    return switch (this) {
      case INTEGER -> new OfLong((row, column) -> row.getLong(column));
      case BOOLEAN -> new OfLong((row, column) -> row.getBoolean(column) ? 1 : 0);
      case FLOAT8 -> new OfDouble();
      case FLOAT4 -> new OfFloat();
      case NUMERIC -> new OfDecimal();
      case DATE -> OfLong.decoded(binary ? Sent::binaryInt : Sent::date);
      case TIME -> OfLong.decoded(binary ? Sent::binaryLong : Sent::time);
      case TIMESTAMP -> OfLong.decoded(binary ? Sent::binaryLong : Sent::timestamp);
      case UUID -> new OfUuid();
      case BYTES -> new OfBytes(false);
      case PADDED -> new OfBytes(true);
    };
  }
}
