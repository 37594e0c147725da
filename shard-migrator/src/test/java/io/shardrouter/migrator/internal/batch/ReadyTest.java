package io.shardrouter.migrator.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.migrator.internal.batch.Ready.Route;
import io.shardrouter.migrator.internal.move.Subject;
import io.shardrouter.migrator.internal.move.Subjects.Located;
import org.junit.jupiter.api.Test;

class ReadyTest {
  private int added;

  @Test
  void aMoveCountsForItsSourceAndItsTarget() {
    Ready ready = new Ready(2);
    add(ready, 0, 1);
    add(ready, 1, 2);
    add(ready, 1, 3);
    add(ready, 2, 3);

    assertThat(next(ready)).isEqualTo(0);
    assertThat(next(ready)).isEqualTo(1);
    assertThat(next(ready)).as("shard 1 is full, and shards 2 and 3 are not").isEqualTo(3);
    assertThat(next(ready)).isEqualTo(-1);
    ready.ended(new Route(0, 1));
    assertThat(next(ready)).isEqualTo(2);
  }

  @Test
  void theEarliestThatWaitsIsNotOvertakenOnItsShards() {
    Ready ready = new Ready(1);
    add(ready, 0, 1);
    assertThat(next(ready)).isEqualTo(0);
    add(ready, 1, 2);
    add(ready, 2, 3);
    add(ready, 3, 4);

    assertThat(next(ready)).as("no part in the shards of request 1").isEqualTo(3);
    assertThat(next(ready)).as("would overtake request 1 on shard 2").isEqualTo(-1);
    ready.ended(new Route(3, 4));
    assertThat(next(ready)).isEqualTo(-1);
    ready.ended(new Route(0, 1));
    assertThat(next(ready)).isEqualTo(1);
  }

  private void add(Ready ready, int source, int target) {
    RoutedKey key = new RoutedKey("g", 0, "k" + added);
    ready.add(
        new Item(
            added++, MoveRequest.slot("g", 0, target), new Located(new Subject.Key(key), source)),
        new Route(source, target));
  }

  private static int next(Ready ready) {
    return ready.next().map(start -> start.item().index()).orElse(-1);
  }
}
