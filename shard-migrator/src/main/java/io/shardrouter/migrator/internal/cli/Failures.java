package io.shardrouter.migrator.internal.cli;

import io.shardrouter.ConfigurationException;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into one paragraph on standard error and an exit status. */
final class Failures {
  private final Shardctl shardctl;

  Failures(Shardctl shardctl) {
    this.shardctl = shardctl;
  }

  /** The command line itself was wrong. */
  int wrongUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("shardctl: " + paragraph(String.valueOf(failure.getMessage())));
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitStatus.WRONG;
  }

  /** A command failed while it ran. */
  int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (shardctl.interruption().hasBegun()) {
      return ExitStatus.FAILED;
    }
    PrintWriter err = command.getErr();
    err.println("shardctl: " + paragraph(messages(failure)));
    if (shardctl.isVerbose()) {
      failure.printStackTrace(err);
    }
    return statusOf(failure);
  }

  private static int statusOf(Exception failure) {
    if (failure instanceof CommandFailure e) {
      return e.exitStatus();
    }
    boolean wrong =
        failure instanceof ConfigurationException
            || (failure instanceof RefusedException refused
                && (SqlState.BAD_KEY.matches(refused.getSQLState())
                    || SqlState.MISCONFIGURED.matches(refused.getSQLState())));
    return wrong ? ExitStatus.WRONG : ExitStatus.FAILED;
  }

  /** The messages of a failure and its causes, each once. */
  static String messages(Throwable failure) {
    Set<String> messages = new LinkedHashSet<>();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
      if (messages.stream().noneMatch(m -> m.contains(message))) {
        messages.add(message);
      }
    }
    return String.join(": ", messages).replace(".: ", ": ");
  }

  /** Without line breaks: PostgreSQL puts a position or a hint on lines of their own. */
  static String paragraph(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
