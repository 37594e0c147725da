package io.shardrouter.migrator.internal.move;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.SqlState;
import io.shardrouter.internal.routing.Group;
import io.shardrouter.migrator.MoveRequest;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** From what a caller names to the subject of a move. Thread-safe. */
public final class Subjects {
  private final ShardRouterConfig config;
  private final ShardLinks links;
  private final Preflight preflight;
  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  /**
   * A subject.
   *
   * @param base the shard on which it began, from which pointers lead to its holder
   */
  public record Located(Subject subject, int base) {}

  public Subjects(ShardRouterConfig config, ShardLinks links, Preflight preflight) {
    this.config = config;
    this.links = links;
    this.preflight = preflight;
  }

  /**
   * The subject of {@code request}.
   *
   * @throws RefusedException {@code SR003} where there is no such group, key or slot; {@code SR007}
   *     where the target is not configured
   */
  public Located locate(MoveRequest request) throws SQLException {
    if (!links.ids().contains(request.target())) {
      throw new RefusedException(
          SqlState.MISCONFIGURED,
          "shard %d is not among the configured shards %s"
              .formatted(request.target(), links.ids()));
    }
    if (request instanceof MoveRequest.OfKey one) {
      Group group = group(name(one.key()));
      return located(group, new Subject.Key(group.route(one.key().value())));
    }
    MoveRequest.OfSlot whole = (MoveRequest.OfSlot) request;
    Group group = group(whole.group());
    if (whole.slot() < 0 || whole.slot() >= group.slots()) {
      throw new RefusedException(
          SqlState.BAD_KEY,
          "group %s has the slots 0 to %d, not %d"
              .formatted(group.name(), group.slots() - 1, whole.slot()));
    }
    return located(group, new Subject.Slot(group.name(), whole.slot()));
  }

  private static Located located(Group group, Subject subject) {
    return new Located(subject, group.baseShard(subject.slot()));
  }

  private String name(ShardKey key) throws RefusedException {
    if (key.group().isPresent()) {
      return key.group().get();
    }
    Set<String> names = config.groups().keySet();
    if (names.size() != 1) {
      throw new RefusedException(
          SqlState.BAD_KEY, "the key names no group and there are several: " + names);
    }
    return names.iterator().next();
  }

  /** The group {@code name}, with the key type that the first shard which answers has installed. */
  public Group group(String name) throws SQLException {
    Group known = groups.get(name);
    if (known != null) {
      return known;
    }
    SQLException down = null;
    for (int shard : links.ids()) {
      try (ShardLink link = links.to(shard)) {
        Group found = preflight.group(link, name);
        groups.put(name, found);
        return found;
      } catch (RefusedException e) {
        throw e;
      } catch (SQLException e) {
        down = e;
      }
    }
    throw down == null ? new SQLException("no shard is configured", "08001") : down;
  }
}
