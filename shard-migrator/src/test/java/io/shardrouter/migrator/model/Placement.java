package io.shardrouter.migrator.model;

/** Who holds a slot or key, as some shard knows it. Epoch 0: no row; for a slot the base layout. */
record Placement(int shard, int epoch) {
  static final Placement ABSENT = new Placement(0, 0);

  boolean isRow() {
    return epoch > 0;
  }
}
