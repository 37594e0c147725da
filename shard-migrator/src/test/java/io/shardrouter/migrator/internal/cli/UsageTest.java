package io.shardrouter.migrator.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | Missing required subcommand",
        "instal                          | Unmatched argument",
        "status --exakt                  | Unknown option",
        "install extra                   | Unmatched argument",
        "route                           | Missing required parameter: 'KEY'",
        "query                           | Missing required parameter: 'SQL'",
        "query --format xml select       | Invalid value for option '--format'",
        "query --format csv --json x     | --json contradicts --format",
        "query --shards zero x           | Invalid value for option '--shards'",
        "query --timeout soon x          | 'soon' is no time span",
        "move --to 1                     | give one of --key, --slot and --from-file",
        "move --key a --slot 1 --to 1    | give one of --key, --slot and --from-file",
        "move --key a                    | give the target: --to SHARD",
        "move --slot x --to 1            | Invalid value for option '--slot'",
        "move --key a --to 1 --parallel 0 | --parallel must be at least 1",
        "move --key a --to 1 --share 0   | --share must be above 0 and at most 1",
        "move --key a --to 1 --share 1.1 | --share must be above 0 and at most 1",
        "move --key a --to 1 --share NaN | --share must be above 0 and at most 1",
        "move --key a --to 1 --fence-wait x | 'x' is no time span",
        "moves --limit 0                 | --limit must be at least 1",
        "recover --return soon           | Invalid value for option '--return'",
        "recover extra                   | Unmatched argument",
        "recover --running --return 5f0a1bd6-1111-4222-8333-444455556666 | --running contradicts --return",
        "--config                        | Missing required parameter",
      })
  void nonsenseIsWrongUsage(String line, String message) {
    Run run = Run.of(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("shardctl: ", message, "Try 'shardctl", "--help'.")
        .doesNotContain("\tat ");
  }

  @Test
  void aMissingConfigurationSaysHowToGiveOne() {
    Run run = Run.of("status");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--config FILE", "SHARDCTL_CONFIG");
  }

  @Test
  void aMistypedCommandIsGuessed() {
    assertThat(Run.of("instal").err()).contains("install");
  }

  @Test
  void anUnreadableFileIsNamed() {
    Run run = Run.of("--config", "/nowhere/shards.yaml", "status");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("shardctl: /nowhere/shards.yaml: cannot be read");
  }

  @Test
  void aWrongFileIsNamedWithItsLine() throws Exception {
    Path file = directory.resolve("shards.yaml");
    Files.writeString(file, "shards:\n  - {id: 0, urll: x}\n");

    Run run = Run.of("--config", file.toString(), "install");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(file + ":2", "urll").doesNotContain("\tat ");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void textThatIsNoYamlIsAWrongConfiguration() throws Exception {
    Path file = directory.resolve("shards.yaml");
    Files.writeString(file, "shards: [}\n\t- x");

    assertThat(Run.of("--config", file.toString(), "status").status()).isEqualTo(2);
  }

  @Test
  void helpListsTheCommandsAndTheExitStatuses() {
    Run run = Run.of("--help");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "install",
            "status",
            "route",
            "query",
            "move",
            "moves",
            "recover",
            "verify",
            "completion",
            "needs attention");
    assertThat(Run.of("help", "route").out()).contains("--group");
    assertThat(Run.of("route", "--help").out()).contains("--group", "--config");
  }

  @Test
  void versionAndCompletionGoToStandardOutput() {
    assertThat(Run.of("--version").out()).startsWith("shardctl ");
    assertThat(Run.of("completion").out())
        .contains("complete -F", "--group", "--from-file", "shardctl");
  }
}
