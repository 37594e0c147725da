package io.shardrouter.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void aSmallRunBalancesItsBooksAndStopsItsServers() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Size small = new Size(200, 3, Duration.ofMillis(90));

    new Demo(new Page(new PrintStream(printed, true, UTF_8)), small).run();

    assertThat(printed.toString(UTF_8))
        .contains(
            "1. Four servers",
            "8. Users and a slot move under load",
            "none missing, none twice",
            "each is on the shard that holds its key",
            "9. The books balance")
        .endsWith("; all servers stopped\n");
  }

  @Test
  void aNumberThatIsThereTwiceIsAFailure() throws Exception {
    Page page = new Page(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
    Loaded loaded = new Loaded();
    try (Cluster cluster = Cluster.start(page)) {
      Load.run(page, cluster.router(), new Size(10, 1, Duration.ofMillis(1)));
      Appends appends = new Appends(List.of(Person.idOf(3)));
      AtomicInteger left = new AtomicInteger(5);
      appends.run(cluster.router(), loaded, () -> left.getAndDecrement() > 0);
      assertThat(appends.found(cluster.router())).isEqualTo(5);

      Appends again = new Appends(List.of(Person.idOf(3)));
      left.set(1);
      again.run(cluster.router(), loaded, () -> left.getAndDecrement() > 0);

      assertThatThrownBy(() -> appends.found(cluster.router()))
          .isInstanceOf(DemoFailure.class)
          .hasMessage("numbered states of user-000003: expected 5, found 6");
    }
  }

  @Test
  void booksThatDifferAreAFailure() {
    Loaded loaded = new Loaded();
    loaded.add(Person.of(1, 3));
    Totals found = new Totals(1, loaded.byState());
    found.mustEqual(loaded);

    loaded.addState("asleep");

    assertThatThrownBy(() -> found.mustEqual(loaded))
        .isInstanceOf(DemoFailure.class)
        .hasMessageStartingWith("states 'asleep': expected");
  }
}
