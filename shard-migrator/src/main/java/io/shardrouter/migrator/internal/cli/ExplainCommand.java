package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.Explanation;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code explain}: where a statement goes, without running it. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Shows where a statement of a connection without a key goes, what each shard is asked, and how"
          + " the answers are put together. Nothing is run.",
      "A statement that is refused is explained too: exit status 3."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Parameters(paramLabel = "SQL", description = "The statement, with ? for parameters.")
  private String sql;

  @SuppressWarnings("NullAway.Init")
  ExplainCommand() {}

  @Override
  public Integer call() throws Exception {
    Encoding.requireIntact(sql);
    ShardRouterConfig config = shardctl.config();
    Explanation explanation;
    try (ShardedDataSource shards = ShardedDataSource.open(SmallPools.of(config))) {
      explanation = shards.explain(sql);
    }
    Output output = new Output(spec);
    if (json) {
      output.json(document(explanation));
    } else {
      explanation.lines().forEach(output.results()::println);
    }
    return explanation.kind() == Explanation.Kind.REFUSED ? ExitStatus.ATTENTION : ExitStatus.DONE;
  }

  private static JsonObject document(Explanation explanation) {
    JsonArray shards = new JsonArray();
    explanation.shards().forEach(shards::add);
    JsonArray lines = new JsonArray();
    explanation.lines().forEach(lines::add);
    JsonObject document = new JsonObject();
    document.addProperty("kind", explanation.kind().name().toLowerCase(Locale.ROOT));
    document.add("shards", shards);
    document.add("lines", lines);
    return document;
  }
}
