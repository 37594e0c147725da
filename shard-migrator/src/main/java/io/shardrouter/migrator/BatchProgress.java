package io.shardrouter.migrator;

/** Hears how far a batch is. */
@FunctionalInterface
public interface BatchProgress {
  /** Hears nothing. */
  BatchProgress NONE = status -> {};

  /**
   * Called on the thread that called {@code moveAll}, whenever a move starts or ends. Whatever it
   * throws ends the batch, once the running moves have ended.
   */
  void reached(BatchStatus status);
}
