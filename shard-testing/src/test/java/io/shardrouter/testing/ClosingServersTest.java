package io.shardrouter.testing;

import static io.shardrouter.testing.EmbeddedShardsTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
}
