package io.shardrouter.migrator.internal.cli;

import io.shardrouter.ScatterQuery;
import io.shardrouter.ScatterResult;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code query}: one reading statement on several shards, their rows under each other. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one reading statement on every shard and prints all rows, with the shard first.",
      "Each shard answers for itself: order, limits and aggregates are those of one shard. Rows of"
          + " a failed query are no answer; exit status 1 says so.",
      "A question mark in SQL is written twice, as in JDBC."
    })
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(
      names = "--shards",
      split = ",",
      paramLabel = "ID",
      description = "Ask these shards only, as in 0,2. Default: all.")
  private int @Nullable [] shards;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of table (default), csv, json.")
  private @Nullable Format format;

  @Option(names = "--json", description = "As --format json.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "The longest time for all: 500ms, 30s, 5m. Default: statementTimeout.")
  private @Nullable Duration timeout;

  @Parameters(paramLabel = "SQL", description = "The statement.")
  private String sql;

  @SuppressWarnings("NullAway.Init")
  QueryCommand() {}

  /** How rows are written. */
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  @Override
  public Integer call() throws Exception {
    Format chosen = format();
    Encoding.requireIntact(sql);
    ShardRouterConfig config = shardctl.config();
    long rows;
    try (ShardedDataSource dataSource = ShardedDataSource.open(SmallPools.of(config));
        ScatterResult result = dataSource.scatter(query())) {
      rows = write(result, writer(chosen, spec.commandLine().getOut()));
    }
    if (chosen == Format.TABLE) {
      new Output(spec).say(rows == 1 ? "1 row" : rows + " rows");
    }
    return ExitStatus.DONE;
  }

  private Format format() {
    if (json && format != null && format != Format.JSON) {
      throw new ParameterException(
          spec.commandLine(), "--json contradicts --format; give one of the two");
    }
    if (json) {
      return Format.JSON;
    }
    return format == null ? Format.TABLE : format;
  }

  private ScatterQuery query() {
    ScatterQuery query = ScatterQuery.of(sql);
    if (shards != null) {
      query = query.onShards(shards);
    }
    return timeout == null ? query : query.timeout(timeout);
  }

  private static RowWriter writer(Format format, PrintWriter out) throws IOException {
    return switch (format) {
      case TABLE -> new TableRows(out);
      case CSV -> new CsvRows(out);
      case JSON -> new JsonRows(out);
    };
  }

  private long write(ScatterResult result, RowWriter writer) throws SQLException, IOException {
    long rows = 0;
    writer.begin(result.metaData());
    while (result.next()) {
      writer.row(result.shard(), result.row());
      rows++;
      if (rows % 1000 == 0 && spec.commandLine().getOut().checkError()) {
        throw new IOException("standard output was closed after " + rows + " rows");
      }
    }
    writer.end();
    return rows;
  }
}
