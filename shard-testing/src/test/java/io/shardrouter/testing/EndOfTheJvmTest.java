package io.shardrouter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(
    named = Backend.PROPERTY,
    matches = "testcontainers",
    disabledReason = "containers are no processes of this machine; Testcontainers removes them")
class EndOfTheJvmTest {

  /** Below a minute, after which a server notices by itself that its directory is gone. */
  private static final Duration LONGEST = Duration.ofSeconds(45);

  private record RunningServer(long pid, Path data) {

    boolean isAlive() {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }

  @Test
  void aKilledJvmLeavesNoServerAndNoDirectory() throws Exception {
    Process jvm = startJvm();
    List<RunningServer> servers = serversOf(jvm);
    assertThat(servers).hasSize(3).allMatch(RunningServer::isAlive);

    jvm.destroyForcibly().waitFor();

    assertThat(jvm.exitValue()).isEqualTo(128 + 9);
    assertThat(servers)
        .allSatisfy(
            server -> {
              await().atMost(LONGEST).until(() -> !server.isAlive());
              await().atMost(LONGEST).until(() -> !server.data().getParent().toFile().exists());
            });
  }

  @Test
  void aFrozenServerDoesNotOutliveAKilledJvm() throws Exception {
    Process jvm = startJvm();
    List<RunningServer> servers = serversOf(jvm);
    signal("STOP", servers.get(0).pid());

    jvm.destroyForcibly().waitFor();

    await().atMost(LONGEST).until(() -> !servers.get(0).isAlive());
    await().atMost(LONGEST).until(() -> !servers.get(0).data().getParent().toFile().exists());
  }

  @Test
  void anOrderlyExitEndsOnlyAfterItsServersAndDirectories() throws Exception {
    Process jvm = startJvm();
    List<RunningServer> servers = serversOf(jvm);
    assertThat(servers).hasSize(3);

    jvm.getOutputStream().close();

    assertThat(jvm.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(jvm.exitValue()).isZero();
    assertThat(servers)
        .noneMatch(RunningServer::isAlive)
        .noneMatch(server -> server.data().getParent().toFile().exists());
  }

  private static Process startJvm() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String property : List.of(Backend.PROPERTY, LocalBackend.BIN_PROPERTY)) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ServersOfAnotherJvm.class.getName()));
    return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
  }

  private static List<RunningServer> serversOf(Process jvm) throws IOException {
    List<RunningServer> servers = new ArrayList<>();
    BufferedReader output = jvm.inputReader(UTF_8);
    for (String line = output.readLine(); !"end".equals(line); line = output.readLine()) {
      assertThat(line).as("a server of the other JVM").isNotNull();
      String[] words = line.split(" ", 2);
      servers.add(new RunningServer(Long.parseLong(words[0]), Path.of(words[1])));
    }
    return servers;
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
