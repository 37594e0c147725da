package io.shardrouter.migrator.internal.batch;

import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.migrator.internal.move.Subjects.Located;

/**
 * One request of a batch.
 *
 * @param index its place in the batch; the smaller comes first
 */
record Item(int index, MoveRequest request, Located located) {
  int target() {
    return request.target();
  }
}
