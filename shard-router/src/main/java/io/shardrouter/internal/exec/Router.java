package io.shardrouter.internal.exec;

import com.google.common.collect.ImmutableMap;
import io.shardrouter.Explanation;
import io.shardrouter.GuardMode;
import io.shardrouter.KeyCheck;
import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.SqlState;
import io.shardrouter.internal.guard.GuardAnswer;
import io.shardrouter.internal.guard.GuardText;
import io.shardrouter.internal.metrics.Telemetry;
import io.shardrouter.internal.metrics.Telemetry.Outcome;
import io.shardrouter.internal.plan.Planner;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.internal.routing.Placement;
import io.shardrouter.internal.routing.PlacementMap;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.routing.ValueRange;
import io.shardrouter.internal.shards.Shards;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** From a sharding key to the shard that holds it, as far as this router knows. Thread-safe. */
public final class Router implements Planner.KeyFinder {
  private final ShardRouterConfig config;
  private final Shards shards;
  private final ImmutableMap<String, Group> groups;
  private final ImmutableMap<String, GuardText> guardTexts;
  private final PlacementMap placements;

  /** Stands for all keys there are, where there is one shard: its guard is that of all groups. */
  private static final RoutedKey ALL_KEYS = new RoutedKey("", 0, "");

  /** Never shut down: its threads are daemons, and idle ones end by themselves. */
  private final Executor scatterThreads = Threads.newExecutor("shard-router-scatter");

  private final AnswerSizes answerSizes = new AnswerSizes();
  private final Adoption adoption = new Adoption(this);
  private final TextRoutes textRoutes;
  private final Set<ShardCursors> scatters = ConcurrentHashMap.newKeySet();
  private final LongAdder operations = new LongAdder();
  private volatile Telemetry telemetry = Telemetry.NONE;

  Router(
      ShardRouterConfig config, Shards shards, Map<String, Group> groups, PlacementMap placements) {
    this.config = config;
    this.shards = shards;
    this.groups = ImmutableMap.copyOf(groups);
    this.placements = placements;
    ImmutableMap.Builder<String, GuardText> texts = ImmutableMap.builder();
    groups.forEach(
        (name, group) -> texts.put(name, new GuardText(group, placements, config.guardWait())));
    texts.put(ALL_KEYS.group(), GuardText.ofAllGroups(config.guardWait()));
    this.guardTexts = texts.buildOrThrow();
    this.textRoutes = new TextRoutes(this);
  }

  public ShardRouterConfig config() {
    return config;
  }

  public Shards shards() {
    return shards;
  }

  /** Whether transactions are guarded at all. */
  public boolean isGuarded() {
    return config.guard() == GuardMode.ON;
  }

  /** Whether statements' own keys are held against their connections'. */
  boolean checksKeys() {
    return config.keyCheck() == KeyCheck.ENFORCE;
  }

  /**
   * The key in its canonical form, with its slot.
   *
   * @throws RefusedException {@code SR003} where there is no such group, where the key names none
   *     and there are several, or where the value is no key of the group
   */
  public RoutedKey route(ShardKey key) throws RefusedException {
    return group(key).route(key.value());
  }

  @Override
  public RoutedKey find(String group, Object value) throws RefusedException {
    return route(ShardKey.of(group, value));
  }

  @Override
  public Optional<List<RoutedKey>> between(String group, ValueRange range) throws RefusedException {
    return group(ShardKey.of(group, range.from())).between(range);
  }

  private Group group(ShardKey key) throws RefusedException {
    Optional<String> name = key.group();
    if (name.isPresent()) {
      Group group = groups.get(name.get());
      if (group == null) {
        throw new RefusedException(
            SqlState.BAD_KEY,
            "there is no group " + name.get() + "; the groups are " + groups.keySet());
      }
      return group;
    }
    if (groups.size() != 1) {
      throw new RefusedException(
          SqlState.BAD_KEY,
          "the key names no group and there are several, "
              + groups.keySet()
              + ": use ShardKey.of(group, value)");
    }
    return groups.values().iterator().next();
  }

  /** What a scatter's shards are asked along with their rows. */
  Along along() {
    return isGuarded() ? Traffic.QUESTION : Along.NOTHING;
  }

  /** What to guard for a statement of any keys; empty: there are several shards. */
  Optional<RoutedKey> allKeys() {
    return shards.all().size() == 1 ? Optional.of(ALL_KEYS) : Optional.empty();
  }

  /** The shard that holds {@code key}, as far as this router knows. */
  public int holder(RoutedKey key) {
    if (key.equals(ALL_KEYS)) {
      return shards.all().iterator().next().id();
    }
    return placements.shardOf(key, groupOf(key));
  }

  /** The shard that holds {@code key} where it has never moved. */
  int baseShard(RoutedKey key) {
    return groupOf(key).baseShard(key.slot());
  }

  private Group groupOf(RoutedKey key) {
    Group group = groups.get(key.group());
    if (group == null) {
      throw new IllegalArgumentException("no group " + key.group());
    }
    return group;
  }

  /** The guard's text for the group {@code name}. */
  public GuardText guardText(String name) {
    GuardText text = guardTexts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no group " + name);
    }
    return text;
  }

  /** The guard's text of some group, for what any of them tells of a statement. */
  GuardText anyGuardText() {
    return guardTexts.values().iterator().next();
  }

  /** Where a statement of a session without a key would go, by these {@code arguments}. */
  public Explanation explain(String sql, Arguments arguments) throws SQLException {
    return textRoutes.explain(sql, Optional.empty(), arguments);
  }

  /** Reads the shards' catalog anew. */
  public void refreshCatalog() throws SQLException {
    textRoutes.refresh();
  }

  /** Routes statements whose keys only their texts can tell. */
  TextRoutes textRoutes() {
    return textRoutes;
  }

  /** How large the shards' answers were. */
  AnswerSizes answerSizes() {
    return answerSizes;
  }

  /** Where the shards' parts of a scatter run. */
  Executor scatterThreads() {
    return scatterThreads;
  }

  /** Scatters that are open now; whoever opens one adds it, and removes it at its end. */
  Set<ShardCursors> scatters() {
    return scatters;
  }

  /** Learns where a guard said the key is. */
  public void learn(RoutedKey key, GuardAnswer.Moved moved) {
    Placement placement = new Placement(moved.shard(), moved.epoch());
    switch (moved.by()) {
      case KEY -> placements.learnKey(key.group(), key.key(), placement);
      case SLOT -> placements.learnSlot(key.group(), key.slot(), placement);
      case BASE -> {
        // The base layout is known to everybody; the pointer is followed and that is all.
      }
    }
  }

  /** What finishes the moves that guards meet. */
  Adoption adoption() {
    return adoption;
  }

  // --- what is measured -------------------------------------------------------------------------

  public Telemetry telemetry() {
    return telemetry;
  }

  public void telemetry(Telemetry value) {
    telemetry = value;
  }

  /** Operations that are running now: statements and scatters. */
  public long operationsInFlight() {
    return operations.sum();
  }

  /** Counts an operation in; gives its start for {@link #end}. */
  long begin() {
    operations.increment();
    return telemetry.isMeasuring() ? System.nanoTime() : 0;
  }

  /** Reports what a guard on {@code shard} waited; 0 is no wait. */
  void guardWaited(int shard, long millis) {
    if (millis > 0) {
      telemetry.guardWaited(shard, millis);
    }
  }

  void end(int shard, long start, Outcome outcome) {
    operations.decrement();
    Telemetry seen = telemetry;
    if (seen.isMeasuring() && start != 0) {
      seen.statement(shard, System.nanoTime() - start, outcome);
    }
  }

  /** As {@link #end}, for a scatter over {@code width} shards. */
  void endScatter(int width, long start, Outcome outcome) {
    operations.decrement();
    Telemetry seen = telemetry;
    if (seen.isMeasuring() && start != 0) {
      seen.scatter(width, System.nanoTime() - start, outcome);
    }
  }
}
