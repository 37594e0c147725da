package io.shardrouter.migrator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MoveModelTest {
  private static final Set<Protection> EVERY = EnumSet.allOf(Protection.class);
  private static final Set<Writer.Mode> ANY_MODE = EnumSet.allOf(Writer.Mode.class);
  private static final Set<Writer.Mode> READ_COMMITTED = Set.of(Writer.Mode.READ_COMMITTED);

  /** Without these it takes a router's transaction to break something. */
  private static final Set<Protection> FOR_ROUTERS =
      EnumSet.of(
          Protection.GUARD_LOCK,
          Protection.ADOPT_ONCE,
          Protection.SNAPSHOT_FENCE,
          Protection.GROUP_LOCK,
          Protection.COPY_CHECKED_LAST);

  private static final Bounds WITHOUT_ROUTERS =
      new Bounds("3 moves, 2 movers, returns", 3, 2, 0, READ_COMMITTED, true);
  private static final Bounds ONE_ROUTER =
      new Bounds("3 moves, 2 movers, 1 router of any kind", 3, 2, 1, ANY_MODE, false);

  static List<Bounds> worlds() {
    List<Bounds> worlds = new ArrayList<>();
    worlds.add(world(3, 2, 2, ANY_MODE));
    worlds.add(world(3, 3, 2, READ_COMMITTED));
    worlds.add(world(4, 2, 0, READ_COMMITTED));
    if (Boolean.getBoolean("tests.full")) {
      worlds.add(world(3, 3, 2, ANY_MODE));
      worlds.add(world(4, 2, 1, ANY_MODE));
      worlds.add(world(4, 2, 2, READ_COMMITTED));
      worlds.add(world(4, 3, 1, READ_COMMITTED));
    }
    return worlds;
  }

  private static Bounds world(int moves, int movers, int routers, Set<Writer.Mode> modes) {
    String kind = modes.equals(ANY_MODE) ? "of any kind" : "at READ COMMITTED";
    String name =
        "%d moves and returns, %d movers, %d routers %s".formatted(moves, movers, routers, kind);
    return new Bounds(name, moves, movers, routers, modes, true);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void everyReachableStateKeepsAllInvariants(Bounds world) {
    Exploration.Outcome outcome = Exploration.of(world, EVERY);

    System.out.printf("MoveModel, %s: %s%n", world, outcome);
    assertThat(outcome.broken()).as(outcome.toString()).isEmpty();
  }

  @Test
  void everyActionHappens() {
    Exploration.Outcome outcome = Exploration.of(new Bounds("", 2, 2, 1, ANY_MODE, true), EVERY);

    assertThat(outcome.happened()).containsExactlyInAnyOrder(Action.values());
  }

  @ParameterizedTest
  @EnumSource(names = "COMPARED_IN_FENCE", mode = EnumSource.Mode.EXCLUDE)
  void withoutThisProtectionAnInvariantBreaks(Protection missing) {
    Bounds bounds = FOR_ROUTERS.contains(missing) ? ONE_ROUTER : WITHOUT_ROUTERS;

    Exploration.Outcome outcome = Exploration.of(bounds, without(missing));

    System.out.printf("MoveModel without %s: %s%n", missing, outcome);
    assertThat(outcome.holds()).as(outcome.toString()).isFalse();
  }

  /** Told here so that nobody takes it for the only thing that stands between two movers. */
  @Test
  void theComparisonInTheFenceIsBackedByTheExclusionOfMoves() {
    Exploration.Outcome alone =
        Exploration.of(WITHOUT_ROUTERS, without(Protection.COMPARED_IN_FENCE));
    assertThat(alone.broken()).as(alone.toString()).isEmpty();

    Exploration.Outcome both =
        Exploration.of(
            WITHOUT_ROUTERS, without(Protection.COMPARED_IN_FENCE, Protection.ONE_MOVE_OF_A_THING));
    assertThat(both.broken()).anyMatch(broken -> broken.startsWith("NoResurrection"));
  }

  private static Set<Protection> without(Protection... missing) {
    Set<Protection> protections = EnumSet.copyOf(EVERY);
    protections.removeAll(Set.of(missing));
    return protections;
  }
}
