package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableMap;
import io.shardrouter.GroupConfig;
import io.shardrouter.InstallMode;
import io.shardrouter.KeyType;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.ShardUnavailableException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.Fingerprint;
import io.shardrouter.internal.guard.Fingerprint.Growth;
import io.shardrouter.internal.guard.InstalledSchema;
import io.shardrouter.internal.guard.Installer;
import io.shardrouter.internal.guard.PlacementPreload;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.PlacementMap;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.shards.Shards;
import io.shardrouter.internal.sql.Rehearsal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a router: looks at every shard at once, refuses to start where one disagrees with the
 * configuration, and goes on without those that are down. What is down is looked at when it first
 * answers.
 */
public final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger("io.shardrouter");
  private static final int MAX_KEYS = 1_000_000;

  private final ShardRouterConfig config;
  private final PlacementMap placements;
  private final Map<String, KeyType> keyTypes = new ConcurrentHashMap<>();
  private volatile Growth growth = Growth.REFUSED;

  private Startup(ShardRouterConfig config) {
    this.config = config;
    this.placements = new PlacementMap(config.groups().values(), MAX_KEYS);
  }

  /**
   * Opens a router over the shards of {@code config}.
   *
   * @throws RefusedException {@code SR007} where a shard is not installed, or installed otherwise
   * @throws ShardUnavailableException {@code 08001} where no shard at all can be reached
   */
  public static Router open(ShardRouterConfig config) throws SQLException {
    return new Startup(config).open();
  }

  private Router open() throws SQLException {
    Shards shards = Shards.of(config, this::check);
    try {
      probe(shards);
      growth = Growth.ACCEPTED;
      logConnections(shards);
      return new Router(config, shards, groups(), placements);
    } catch (SQLException | RuntimeException e) {
      shards.close();
      throw e;
    }
  }

  private void probe(Shards shards) throws SQLException {
    Map<Shard, Future<?>> probes = new LinkedHashMap<>();
    List<SQLException> down = new ArrayList<>();
    ExecutorService executor = Threads.newExecutor("shard-router-start");
    try {
      for (Shard shard : shards.all()) {
        probes.put(
            shard,
            executor.submit(
                () -> {
                  shard.open();
                  return null;
                }));
      }
      // While they answer; the first statement would have to wait for it.
      Rehearsal.hold();
      for (Map.Entry<Shard, Future<?>> probe : probes.entrySet()) {
        Optional<SQLException> failure = outcome(probe.getValue());
        if (failure.isPresent() && failure.get() instanceof RefusedException refused) {
          throw refused;
        }
        failure.ifPresent(
            e -> {
              LOG.warn(
                  "shard {} is down and will be checked later: {}",
                  probe.getKey().id(),
                  e.getMessage());
              down.add(e);
            });
      }
    } finally {
      executor.shutdownNow();
    }
    if (down.size() == probes.size()) {
      throw new ShardUnavailableException(
          SqlState.UNREACHABLE,
          shards.all().iterator().next().id(),
          "none of the " + down.size() + " shards can be reached: " + down.get(0).getMessage(),
          down.get(0));
    }
  }

  private static Optional<SQLException> outcome(Future<?> probe) throws SQLException {
    try {
      probe.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        return Optional.of(failure);
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException(
          "interrupted while the router started", SqlState.UNREACHABLE.code(), e);
    }
  }

  private Map<String, Group> groups() throws SQLException {
    ImmutableMap.Builder<String, Group> groups = ImmutableMap.builder();
    for (GroupConfig group : config.groups().values()) {
      KeyType type = group.keyType().orElseGet(() -> keyTypes.get(group.name()));
      groups.put(group.name(), new Group(group, type));
    }
    return groups.buildOrThrow();
  }

  /** What must hold of a shard before it is used: the right one, installed as configured. */
  private void check(int shard, Connection connection) throws SQLException {
    Optional<InstalledSchema> found = InstalledSchema.read(connection);
    if (config.install() == InstallMode.AUTO
        && (found.isEmpty() || mayInstallOver(shard, found.get()))) {
      new Installer(config).install(connection, shard);
      found = InstalledSchema.read(connection);
    }
    InstalledSchema schema =
        found.orElseThrow(
            () ->
                new RefusedException(
                    SqlState.MISCONFIGURED,
                    "shard "
                        + shard
                        + " lacks the shard_router schema: run shardctl --config FILE install, or"
                        + " set install: auto"));
    List<String> differences = differences(shard, schema);
    if (!differences.isEmpty()) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          "shard %d disagrees with the configuration: %s. Correct the configuration, or run shardctl"
                  .formatted(shard, String.join("; ", differences))
              + " --config FILE install where shards or tables were added");
    }
    agreeOnKeyTypes(shard, schema.fingerprint());
    PlacementPreload.load(connection, placements, MAX_KEYS);
    logShard(shard, connection, schema);
  }

  /** A type left to the catalog is the first shard's; all others must have the same. */
  private void agreeOnKeyTypes(int shard, Fingerprint installed) throws RefusedException {
    for (Map.Entry<String, Fingerprint.GroupPrint> group : installed.groups().entrySet()) {
      KeyType type = group.getValue().keyType().orElseThrow();
      KeyType known = keyTypes.putIfAbsent(group.getKey(), type);
      if (known != null && known != type) {
        throw new RefusedException(
            SqlState.MISCONFIGURED,
            "group %s has keys of type %s on shard %d but of type %s on another: make the columns"
                    .formatted(group.getKey(), type, shard, known)
                + " alike on all shards");
      }
    }
  }

  /**
   * Whether a router may bring the installation up to date by itself. Not where the guard differs:
   * other routers work by what is installed, and an operator has to switch it.
   */
  private boolean mayInstallOver(int shard, InstalledSchema schema) {
    return schema.fingerprint().guard() == config.guard() && !differences(shard, schema).isEmpty();
  }

  private List<String> differences(int shard, InstalledSchema schema) {
    return Fingerprint.of(config, shard).differences(schema.fingerprint(), growth);
  }

  private void logShard(int shard, Connection connection, InstalledSchema schema)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select current_setting('server_version'), current_setting('max_connections'),"
                    + " (select count(*) from shard_router.placement)")) {
      row.next();
      LOG.info(
          "shard {}: PostgreSQL {}, max_connections {}, schema {}, groups {}, {} placement rows",
          shard,
          row.getString(1),
          row.getString(2),
          schema.version(),
          schema.fingerprint().groups().keySet(),
          row.getLong(3));
    }
  }

  private static void logConnections(Shards shards) {
    int total = shards.all().stream().mapToInt(s -> s.settings().getMaximumPoolSize()).sum();
    LOG.info(
        "{} shards; the pools may open {} connections in all; each server's max_connections must"
            + " leave room for its pools in every instance of the service",
        shards.all().size(),
        total);
  }
}
