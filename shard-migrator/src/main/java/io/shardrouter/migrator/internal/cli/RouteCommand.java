package io.shardrouter.migrator.internal.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.shardrouter.ClusterHealth;
import io.shardrouter.ClusterHealth.ShardHealth;
import io.shardrouter.GroupConfig;
import io.shardrouter.KeyRoute;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.migrator.internal.cli.TextTable.Column;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code route}: which shard holds a key. */
@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    description = "Shows the slot of each key, the shard it began on, and the shard that holds it.")
final class RouteCommand implements Callable<Integer> {
  private static final Duration HEALTH_LIMIT = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;
  @ParentCommand private Shardctl shardctl;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "The keys' colocation group. May be left out where there is only one.")
  private @Nullable String group;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "KEY", description = "The keys.")
  private List<String> keys;

  @SuppressWarnings("NullAway.Init")
  RouteCommand() {}

  /** A key and where it is. */
  private record Route(String key, int slot, int base, int shard) {}

  @Override
  public Integer call() throws Exception {
    ShardRouterConfig config = shardctl.config();
    GroupConfig of = GroupChoice.require(spec, config, group);
    for (String key : keys) {
      Encoding.requireIntact(key);
    }
    try (ShardedDataSource shards = ShardedDataSource.open(SmallPools.of(config))) {
      List<Route> routes = new ArrayList<>();
      for (String key : keys) {
        routes.add(route(shards, of, key));
      }
      List<ShardHealth> down = down(shards.health(HEALTH_LIMIT));
      Output output = new Output(spec);
      print(output, of, routes, down);
      for (ShardHealth shard : down) {
        output.say(
            "shard %d is down, and keys that it gave away lately may be elsewhere: %s"
                .formatted(shard.shard(), shard.detail()));
      }
      return down.isEmpty() ? ExitStatus.DONE : ExitStatus.ATTENTION;
    }
  }

  private static Route route(ShardedDataSource shards, GroupConfig group, String key)
      throws SQLException {
    KeyRoute route = shards.route(ShardKey.of(group.name(), key));
    int base = group.layout().get(route.slot() % group.layout().size());
    return new Route(key, route.slot(), base, route.shard());
  }

  private static List<ShardHealth> down(ClusterHealth health) {
    return health.shards().stream().filter(shard -> !shard.isUp()).toList();
  }

  private void print(Output output, GroupConfig of, List<Route> routes, List<ShardHealth> down) {
    if (json) {
      output.json(document(of, routes, down));
      return;
    }
    TextTable table =
        new TextTable(
            List.of(
                Column.left("KEY"),
                Column.right("SLOT"),
                Column.right("BASE"),
                Column.right("SHARD")));
    for (Route route : routes) {
      table.row(
          Visible.of(route.key()),
          String.valueOf(route.slot()),
          String.valueOf(route.base()),
          String.valueOf(route.shard()));
    }
    table.printTo(output.results());
  }

  private static JsonObject document(GroupConfig of, List<Route> routes, List<ShardHealth> down) {
    JsonArray found = new JsonArray();
    for (Route route : routes) {
      JsonObject each = new JsonObject();
      each.addProperty("key", route.key());
      each.addProperty("slot", route.slot());
      each.addProperty("base", route.base());
      each.addProperty("shard", route.shard());
      found.add(each);
    }
    JsonArray downIds = new JsonArray();
    down.forEach(shard -> downIds.add(shard.shard()));
    JsonObject document = new JsonObject();
    document.addProperty("group", of.name());
    document.add("routes", found);
    document.add("down", downIds);
    return document;
  }
}
