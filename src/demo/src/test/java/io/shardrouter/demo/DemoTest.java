package io.shardrouter.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void aSmallRunBalancesItsBooksAndStopsItsServers() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Size small = new Size(200, 3, Duration.ofMillis(90));

    new Demo(new Page(new PrintStream(printed, true, UTF_8)), small).run();

    assertThat(printed.toString(UTF_8))
        .contains("1. Four servers", "8. Throughput", "9. The books balance")
        .endsWith("; all servers stopped\n");
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
