package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Micrometer is optional. */
class OptionalMicrometerTest {

  @Test
  void serviceWithoutMicrometerRunsKeyedStatements() throws Exception {
    try (TestCluster cluster = TestCluster.of(2)) {
      String classPath =
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micrometer"))
              .collect(Collectors.joining(File.pathSeparator));
      Process service =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath,
                  ServiceWithoutMicrometer.class.getName(),
                  cluster.shards().url(0),
                  cluster.shards().url(1),
                  cluster.shards().username(),
                  cluster.shards().password())
              .redirectErrorStream(true)
              .start();
      String output = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output).contains("answer 42, no micrometer");
      assertThat(service.exitValue()).as(output).isZero();
    }
  }
}
