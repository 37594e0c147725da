package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterables;
import io.shardrouter.internal.guard.FailPoint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault at every point of a move: afterwards one shard has the key with all its rows, and
 * writers went on. One pass takes every point, with the faults by turns, and what is most dangerous
 * besides; {@code -Pfull} takes every combination.
 */
class FaultMatrixTest {
  private static final Map<FailPoint, Set<Fault>> DANGEROUS =
      Map.of(
          FailPoint.AFTER_BEGIN_ON_SOURCE, EnumSet.of(Fault.KILLED),
          FailPoint.IN_COPY, EnumSet.of(Fault.CUT, Fault.ZOMBIE),
          FailPoint.AFTER_STAGED, EnumSet.of(Fault.ZOMBIE),
          FailPoint.BEFORE_DECISION, EnumSet.of(Fault.KILLED, Fault.ZOMBIE, Fault.SOURCE_DOWN),
          FailPoint.AFTER_DECISION, EnumSet.of(Fault.KILLED, Fault.TARGET_DOWN),
          FailPoint.BEFORE_ADOPTION, EnumSet.of(Fault.ZOMBIE),
          FailPoint.BEFORE_ABORT, EnumSet.of(Fault.ZOMBIE),
          FailPoint.BEFORE_RETURN, EnumSet.of(Fault.ZOMBIE));

  private static final Map<FailPoint, Set<Fault>> PASSED = new EnumMap<>(FailPoint.class);

  private static FaultServers servers;

  static Stream<Arguments> combinations() {
    List<Arguments> chosen = new ArrayList<>();
    Iterator<Fault> rotating = Iterables.cycle(Fault.values()).iterator();
    for (FailPoint point : FailPoint.values()) {
      Fault turn = rotating.next();
      for (Fault fault : Fault.values()) {
        if (Boolean.getBoolean("tests.full")
            || fault == turn
            || DANGEROUS.getOrDefault(point, Set.of()).contains(fault)) {
          chosen.add(Arguments.of(point, fault));
        }
      }
    }
    return chosen.stream();
  }

  @BeforeAll
  static void startServers() throws Exception {
    servers = new FaultServers();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void oneShardHasAllRowsAndWritersWentOn(FailPoint point, Fault fault) throws Exception {
    new FaultCase(servers, point, fault).run();

    PASSED.computeIfAbsent(point, p -> EnumSet.noneOf(Fault.class)).add(fault);
  }

  @AfterAll
  static void report() throws Exception {
    servers.close();
    long passed = PASSED.values().stream().mapToInt(Set::size).sum();
    System.out.printf(
        "fault matrix: %d points x %d faults; %d of the %d combinations chosen passed%n",
        FailPoint.values().length, Fault.values().length, passed, combinations().count());
    PASSED.forEach((point, faults) -> System.out.printf("  %-22s %s%n", point, faults));
    assertThat(PASSED).hasSize(FailPoint.values().length);
  }
}
