package io.shardrouter.testing;

import static io.shardrouter.testing.EmbeddedShardsTest.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(
    named = Backend.PROPERTY,
    matches = "testcontainers",
    disabledReason = "containers are no processes of this machine")
class ClosingServersTest {

  @Test
  void closedServersLeaveNoProcessAndNoFiles() throws SQLException {
    EmbeddedShards shards = EmbeddedShards.servers(1);
    Path data = Path.of(value(shards, 0, "show data_directory"));
    long pid = shards.postmasterPid(0);
    assertThat(ProcessHandle.of(pid)).isPresent();
    assertThat(Files.exists(data.resolve("PG_VERSION"))).isTrue();

    shards.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(data).doesNotExist();
    assertThat(data.resolveSibling(data.getFileName() + ".log")).doesNotExist();
  }

  @Test
  void aServerThatDoesNotStartSaysWhyAndLeavesNothing() throws SQLException, IOException {
    try (EmbeddedShards shared = EmbeddedShards.databases(1)) {
      Path workspace = Path.of(value(shared, 0, "show data_directory")).getParent();
      Set<Path> before = entries(workspace);
      EmbeddedShards.Builder builder =
          EmbeddedShards.builder().servers(1).setting("no_such_setting", "1");

      assertThatThrownBy(builder::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no_such_setting");

      assertThat(entries(workspace)).isEqualTo(before);
    }
  }

  private static Set<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.collect(Collectors.toSet());
    }
  }
}
