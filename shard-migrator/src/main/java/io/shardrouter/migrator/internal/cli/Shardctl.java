package io.shardrouter.migrator.internal.cli;

import io.shardrouter.ShardRouterConfig;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line. Results go to standard output and messages for people to standard error, both
 * in UTF-8; {@link ExitStatus} says what a command ends with.
 */
@Command(
    name = "shardctl",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Installs, inspects and queries the PostgreSQL shards of a Shard Router, and moves keys and"
            + " slots between them.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage or configuration",
      "3:done, but something needs attention: a shard is down, a move is left open, verify found"
          + " something"
    },
    subcommands = {
      InstallCommand.class,
      StatusCommand.class,
      RouteCommand.class,
      QueryCommand.class,
      ExplainCommand.class,
      MoveCommand.class,
      MovesCommand.class,
      RecoverCommand.class,
      VerifyCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    })
public final class Shardctl {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      defaultValue = "${env:SHARDCTL_CONFIG}",
      description = "The router's YAML configuration. Default: the environment's SHARDCTL_CONFIG.")
  private @Nullable Path config;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log what the library does, and show the stack trace of a failure.")
  private boolean verbose;

  private final Interruption interruption = new Interruption();

  /** For picocli, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  Shardctl() {}

  /** Runs one command and ends the JVM with its {@link ExitStatus}. */
  public static void main(String[] arguments) {
    Shardctl shardctl = new Shardctl();
    shardctl.interruption.watch();
    int status =
        shardctl.run(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments);
    shardctl.interruption.end();
    System.exit(status);
  }

  /**
   * Runs one command.
   *
   * @param out where results go
   * @param err where messages go
   * @return the exit status
   */
  int run(PrintWriter out, PrintWriter err, String... arguments) {
    Failures failures = new Failures(this);
    int status =
        new CommandLine(this)
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(failures::wrongUsage)
            .setExecutionExceptionHandler(failures::failed)
            .execute(arguments);
    // A full disk or a closed pipe must not look like a complete answer.
    if (out.checkError() && status != ExitStatus.WRONG) {
      err.println("shardctl: standard output could not be written to its end");
      status = ExitStatus.FAILED;
    }
    return status;
  }

  /** The configuration that the command line names. */
  ShardRouterConfig config() {
    if (config == null || config.toString().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "no configuration: give --config FILE, or set SHARDCTL_CONFIG to the file's path");
    }
    if (verbose) {
      // Before the first logger is made.
      System.setProperty("org.slf4j.simpleLogger.log.io.shardrouter", "info");
    }
    return ShardRouterConfig.load(config);
  }

  boolean isVerbose() {
    return verbose;
  }

  Interruption interruption() {
    return interruption;
  }
}
