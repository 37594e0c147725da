package io.shardrouter.demo;

import io.shardrouter.KeyRoute;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who moves: some users by themselves, and then a slot with all of its users.
 *
 * @param requests the moves, in their order; the last one is the slot's
 * @param slot its number and where it was
 * @param users all who move
 */
record Movers(List<MoveRequest> requests, KeyRoute slot, List<String> users) {
  private static final int ALONE = 50;
  private static final int SHARDS = 4;

  Movers {
    requests = List.copyOf(requests);
    users = List.copyOf(users);
  }

  /** Users out of all of them, and a slot; each goes to the next shard. */
  static Movers choose(ShardedDataSource router, Size size) throws SQLException {
    List<MoveRequest> requests = new ArrayList<>();
    List<String> users = new ArrayList<>();
    int step = Math.max(1, size.users() / ALONE);
    for (int number = 0; number < size.users() && requests.size() < ALONE; number += step) {
      String user = Person.idOf(number);
      users.add(user);
      requests.add(MoveRequest.key(Person.keyOf(user), next(route(router, user))));
    }
    KeyRoute slot = route(router, Person.idOf(1));
    requests.add(MoveRequest.slot(slot.group(), slot.slot(), next(slot)));
    for (int number = 0; number < size.users(); number++) {
      String user = Person.idOf(number);
      if (route(router, user).slot() == slot.slot() && !users.contains(user)) {
        users.add(user);
      }
    }
    return new Movers(requests, slot, users);
  }

  private static KeyRoute route(ShardedDataSource router, String user) throws SQLException {
    return router.route(Person.keyOf(user));
  }

  private static int next(KeyRoute from) {
    return (from.shard() + 1) % SHARDS;
  }

  /** Every n-th user, from {@code first} on. */
  List<String> share(int first, int n) {
    return IntStream.iterate(first, i -> i < users.size(), i -> i + n)
        .mapToObj(users::get)
        .toList();
  }

  String describeSlot() {
    return "slot %d, from shard %d to %d".formatted(slot.slot(), slot.shard(), next(slot));
  }
}
