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
  private static final Set<Invariant> ALL = EnumSet.allOf(Invariant.class);
  private static final Set<Writer.Mode> ANY_MODE = EnumSet.allOf(Writer.Mode.class);
  private static final Set<Writer.Mode> READ_COMMITTED = Set.of(Writer.Mode.READ_COMMITTED);

  private static final Bounds WITHOUT_ROUTERS = world(3, 2, 0, READ_COMMITTED);
  private static final Bounds WITH_A_ROUTER = world(3, 2, 1, ANY_MODE);
  private static final Bounds FOUR_MOVES = world(4, 2, 0, READ_COMMITTED);

  static List<Bounds> worlds() {
    List<Bounds> worlds = new ArrayList<>();
    worlds.add(world(3, 2, 2, ANY_MODE));
    worlds.add(world(3, 3, 2, READ_COMMITTED));
    worlds.add(FOUR_MOVES);
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
        "%d moves and returns, movers at once: %d, routers at once: %d %s"
            .formatted(moves, movers, routers, kind);
    return new Bounds(name, moves, movers, routers, modes, true);
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void everyReachableStateKeepsAllInvariants(Bounds world) {
    Exploration.Outcome outcome = Exploration.of(world, EVERY, ALL);

    System.out.printf("MoveModel, %s: %s%n", world, outcome);
    assertThat(outcome.broken()).as(outcome.toString()).isEmpty();
  }

  @Test
  void everyActionHappens() {
    Exploration.Outcome outcome =
        Exploration.of(new Bounds("", 2, 2, 1, ANY_MODE, true), EVERY, ALL);

    assertThat(outcome.happened()).containsExactlyInAnyOrder(Action.values());
  }

  @ParameterizedTest
  @EnumSource(names = "COMPARED_IN_FENCE", mode = EnumSource.Mode.EXCLUDE)
  void withoutThisProtectionItsInvariantBreaks(Protection missing) {
    Bounds bounds =
        switch (missing) {
          case GUARD_LOCK, ADOPT_ONCE, SNAPSHOT_FENCE, GROUP_LOCK, COPY_CHECKED_LAST ->
              WITH_A_ROUTER;
          case RETURN_KEEPS_KEY_ROWS -> FOUR_MOVES;
          default -> WITHOUT_ROUTERS;
        };

    Exploration.Outcome outcome =
        Exploration.of(bounds, without(missing), Set.of(brokenWithout(missing)));

    System.out.printf("MoveModel without %s: %s%n", missing, outcome);
    assertThat(outcome.holds()).as(outcome.toString()).isFalse();
  }

  /** Others may break too: these are the ones that tell most about what the protection is for. */
  private static Invariant brokenWithout(Protection missing) {
    return switch (missing) {
      case COMPARE_AND_SET, COMPARED_IN_FENCE, ADOPT_AFTER_DECISION, KEY_ROWS_HANDED ->
          Invariant.ONE_OWNER;
      case GUARD_LOCK,
          SNAPSHOT_FENCE,
          GROUP_LOCK,
          COPY_CHECKED_LAST,
          KEY_SLOT_EXCLUSION,
          FIRST_DECISION_WINS,
          OWN_KEYS_LEFT_OUT,
          RETURN_LOCKS_JOURNAL ->
          Invariant.NO_LOST_WRITE;
      case EPOCH, ADOPT_ONCE -> Invariant.NO_RESURRECTION;
      case ONE_MOVE_OF_A_THING,
          PENDING_ANSWER,
          BACKENDS_ENDED,
          SLEEPER_NOT_AWAITED,
          RETURN_KEEPS_KEY_ROWS ->
          Invariant.NO_DEAD_KEY;
    };
  }

  /** Told here so that nobody takes it for the only thing that stands between two movers. */
  @Test
  void theComparisonInTheFenceIsBackedByTheExclusionOfMoves() {
    Exploration.Outcome alone =
        Exploration.of(WITHOUT_ROUTERS, without(Protection.COMPARED_IN_FENCE), ALL);
    assertThat(alone.broken()).as(alone.toString()).isEmpty();

    Exploration.Outcome both =
        Exploration.of(
            WITHOUT_ROUTERS,
            without(Protection.COMPARED_IN_FENCE, Protection.ONE_MOVE_OF_A_THING),
            Set.of(Invariant.NO_RESURRECTION));
    assertThat(both.holds()).as(both.toString()).isFalse();
  }

  private static Set<Protection> without(Protection... missing) {
    Set<Protection> protections = EnumSet.copyOf(EVERY);
    protections.removeAll(Set.of(missing));
    return protections;
  }
}
