package io.shardrouter.benchmarks.moves;

import com.google.common.collect.Lists;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The floor as one types it: {@code psql | psql} for each table, and one for the delete. */
final class Psql implements Transfer {
  private final Pair pair;
  private final Rows rows;

  Psql(Pair pair, Rows rows) {
    this.pair = pair;
    this.rows = rows;
  }

  static boolean isThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "psql")));
  }

  @Override
  public void move(int from, int to) throws SQLException {
    for (String table : Rows.TABLES) {
      run(List.of(psql(from, List.of(rows.copyOut(table))), psql(to, List.of(Rows.copyIn(table)))));
    }
    run(List.of(psql(from, Lists.reverse(Rows.TABLES).stream().map(rows::delete).toList())));
  }

  /** In one transaction. */
  private ProcessBuilder psql(int shard, List<String> statements) {
    List<String> command =
        new ArrayList<>(List.of("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d"));
    command.add(pair.url(shard).replaceFirst("^jdbc:", ""));
    statements.forEach(statement -> command.addAll(List.of("-c", statement)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().put("PGUSER", pair.username());
    builder.environment().put("PGPASSWORD", pair.password());
    return builder;
  }

  private static void run(List<ProcessBuilder> pipeline) throws SQLException {
    pipeline.get(pipeline.size() - 1).redirectOutput(Redirect.DISCARD);
    try {
      for (Process process : ProcessBuilder.startPipeline(pipeline)) {
        if (process.waitFor() != 0) {
          throw new SQLException("psql ended with status " + process.exitValue());
        }
      }
    } catch (IOException e) {
      throw new SQLException("psql cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  @Override
  public void close() {}
}
