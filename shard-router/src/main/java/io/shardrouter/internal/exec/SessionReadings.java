package io.shardrouter.internal.exec;

import io.shardrouter.internal.shards.Shard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Where the reading of several shards by one session gets its connections. Not thread-safe. */
final class SessionReadings {
  private final SessionPlace place;
  private final SessionSettings settings;

  SessionReadings(SessionPlace place, SessionSettings settings) {
    this.place = place;
    this.settings = settings;
  }

  /** Those that see what the session's transaction has written. */
  ReadingConnection.Source own() {
    return place.isInTransaction() ? this::inTransaction : apart();
  }

  /** Those on which the session has no transaction. */
  ReadingConnection.Source apart() {
    return settings.changeAnswers()
        ? shard -> PooledReading.with(shard, shard.acquire(), settings)
        : ReadingConnection.Source.POOLS;
  }

  /**
   * Above READ COMMITTED the transaction's own snapshots are what is read. Under it each statement
   * has a new one, so that only what the transaction has written needs its own connection.
   */
  private ReadingConnection inTransaction(Shard shard) throws SQLException {
    Integer set = settings.isolation();
    if ((set == null ? shard.isolation() : set) > Connection.TRANSACTION_READ_COMMITTED) {
      place.attachTo(shard.id());
      return new TransactionReading(place.attached());
    }
    Optional<Attachment> writer = place.writer().filter(here -> here.shard() == shard);
    return writer.isPresent()
        ? new TransactionReading(writer.get())
        : PooledReading.with(shard, place.limited(shard), settings);
  }
}
