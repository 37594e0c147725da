package io.shardrouter.internal.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.RefusedException;
import io.shardrouter.SqlState;
import io.shardrouter.internal.plan.Route.Access;
import io.shardrouter.internal.routing.RoutedKey;
import io.shardrouter.internal.routing.ValueRange;
import io.shardrouter.internal.sql.KeyValue;
import io.shardrouter.internal.sql.Keys;
import io.shardrouter.internal.sql.ProofPlace;
import io.shardrouter.internal.sql.Refusal;
import io.shardrouter.internal.sql.Shape;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From shapes and parameters to routes. Stateless. */
public final class Planner {
  /** The values of a statement's parameters. */
  @FunctionalInterface
  public interface Values {
    /** The value of parameter {@code index}, from 1; null where it is NULL or was not set. */
    @Nullable Object at(int index) throws SQLException;
  }

  /** Finds the slots of keys' values. */
  public interface KeyFinder {
    /**
     * The key of {@code value} in {@code group}.
     *
     * @throws RefusedException {@code SR003} where the value is no key of the group
     */
    RoutedKey find(String group, Object value) throws RefusedException;

    /**
     * All keys that values in {@code range} have in {@code group}.
     *
     * @return empty where they cannot be told one by one
     * @throws RefusedException {@code SR003} where one of its ends is no value of a key
     */
    Optional<List<RoutedKey>> between(String group, ValueRange range) throws RefusedException;
  }

  /** Tells which shard holds a key, as far as the router knows. */
  @FunctionalInterface
  public interface Holders {
    int holder(RoutedKey key);
  }

  private static final Refusal NULL_KEY =
      new Refusal(
          SqlState.BAD_KEY,
          "the sharding key",
          "is NULL, which belongs to no shard",
          "give the row a key");

  private final KeyFinder keys;
  private final Holders holders;
  private final OptionalInt home;
  private final Optional<RoutedKey> allKeys;

  /**
   * @param home the default shard
   * @param allKeys stands for all keys where there is one shard, which can do whatever PostgreSQL
   *     can; empty: there are several
   */
  public Planner(KeyFinder keys, Holders holders, OptionalInt home, Optional<RoutedKey> allKeys) {
    this.allKeys = allKeys;
    this.keys = keys;
    this.holders = holders;
    this.home = home;
  }

  /** Where {@code shape} goes with these {@code values}. */
  public Route route(Shape shape, Values values) throws SQLException {
    Route route = amongSeveral(shape, values);
    boolean needsAll =
        route instanceof Route.Refused
            || route instanceof Route.Scatter
            || route instanceof Route.Transaction
            || shape instanceof Shape.Unknown;
    return needsAll && allKeys.isPresent() ? new Route.Single(allKeys.get(), Access.WRITE) : route;
  }

  private Route amongSeveral(Shape shape, Values values) throws SQLException {
    if (shape instanceof Shape.Read read) {
      return read(read, values);
    }
    if (shape instanceof Shape.Write write) {
      return write(write, values);
    }
    if (shape instanceof Shape.Hinted hinted) {
      return hinted(hinted, values);
    }
    if (shape instanceof Shape.OnShard named) {
      return new Route.OneShard(named.shard());
    }
    if (shape instanceof Shape.Home) {
      return new Route.OneShard(home.orElseThrow());
    }
    if (shape instanceof Shape.Setting) {
      return new Route.Session();
    }
    if (shape instanceof Shape.Transaction) {
      return new Route.Transaction();
    }
    if (shape instanceof Shape.Everywhere everywhere) {
      return new Route.Refused(everywhere.refusal());
    }
    if (shape instanceof Shape.Refused refused) {
      return new Route.Refused(refused.refusal());
    }
    return new Route.Reference();
  }

  private Route read(Shape.Read read, Values values) throws SQLException {
    if (!read.keys().complete()) {
      return new Route.Scatter(read.gathering(), ImmutableSet.of());
    }
    RoutedKey only = onlyKey(read.keys(), values);
    if (only != null) {
      return new Route.Single(only, Access.READ, read.proof());
    }
    FoundKeys found = FoundKeys.of(read.keys().constraints(), keys, values);
    if (!found.areCertain()) {
      return new Route.Scatter(read.gathering(), ImmutableSet.of());
    }
    if (!areTogether(found.keys())) {
      return new Route.Scatter(read.gathering(), ImmutableSet.copyOf(found.keys()));
    }
    return found.keys().isEmpty()
        ? new Route.Reference()
        : together(found, Access.READ, read.proof());
  }

  private Route write(Shape.Write write, Values values) throws SQLException {
    if (!write.keys().complete()) {
      return new Route.Refused(write.otherwise());
    }
    RoutedKey only = onlyKey(write.keys(), values);
    if (only != null) {
      return new Route.Single(only, Access.WRITE);
    }
    FoundKeys found = FoundKeys.of(write.keys().constraints(), keys, values);
    if (found.isNullWritten()) {
      return new Route.Refused(NULL_KEY);
    }
    if (!found.areCertain() || !areTogether(found.keys())) {
      return split(write, values).orElseGet(() -> new Route.Refused(write.otherwise()));
    }
    // No row is there whose key is NULL, nor one of none.
    return found.keys().isEmpty()
        ? new Route.Reference()
        : together(found, Access.WRITE, ProofPlace.NONE);
  }

  /** Each row to its shard, where there is a key of each. */
  private Optional<Route> split(Shape.Write write, Values values) throws SQLException {
    if (write.rows().isEmpty()) {
      return Optional.empty();
    }
    ImmutableList.Builder<RoutedKey> all = ImmutableList.builder();
    for (Keys.Constraint row : write.rows().get().keys()) {
      FoundKeys found = FoundKeys.of(ImmutableList.of(row), keys, values);
      if (!found.areCertain() || found.keys().size() != 1) {
        return Optional.empty();
      }
      all.addAll(found.keys());
    }
    return Optional.of(new Route.Split(write.rows().get(), all.build()));
  }

  private Route hinted(Shape.Hinted hinted, Values values) throws SQLException {
    KeyValue hint = hinted.key().values().get(0);
    Object value = FoundKeys.single(hint, values);
    return value == null
        ? new Route.Refused(NULL_KEY)
        : new Route.Single(keys.find(hinted.key().group(), value), Access.WRITE);
  }

  private static Route together(FoundKeys found, Access access, ProofPlace proof) {
    return found.keys().size() == 1
        ? new Route.Single(found.keys().iterator().next(), access, proof)
        : new Route.Several(ImmutableSet.copyOf(found.keys()), access);
  }

  /** Whether one shard holds them all. */
  private boolean areTogether(Set<RoutedKey> found) {
    return found.stream().mapToInt(holders::holder).distinct().count() <= 1;
  }

  /** The key of a statement that mentions one, without collecting any; else null. */
  private @Nullable RoutedKey onlyKey(Keys mentioned, Values values) throws SQLException {
    if (mentioned.constraints().size() != 1) {
      return null;
    }
    Keys.Constraint constraint = mentioned.constraints().get(0);
    if (constraint.values().size() != 1
        || !(constraint.values().get(0) instanceof KeyValue.Parameter parameter)) {
      return null;
    }
    Object value = values.at(parameter.index());
    try {
      return value == null ? null : keys.find(constraint.group(), value);
    } catch (RefusedException e) {
      return null;
    }
  }

  /** Whether {@code shape}'s own key is certain to be another one than {@code given}. */
  public boolean contradicts(Shape shape, Values values, RoutedKey given) throws SQLException {
    for (Keys.Constraint constraint : constraintsOf(shape)) {
      if (constraint.group().equals(given.group()) && isAnother(constraint, values, given)) {
        return true;
      }
    }
    return false;
  }

  private static List<Keys.Constraint> constraintsOf(Shape shape) {
    if (shape instanceof Shape.Read read) {
      return read.keys().constraints();
    }
    return shape instanceof Shape.Write write ? write.keys().constraints() : List.of();
  }

  private boolean isAnother(Keys.Constraint constraint, Values values, RoutedKey given)
      throws SQLException {
    FoundKeys others = null;
    for (KeyValue value : constraint.values()) {
      if (!isText(value, values, given.key())) {
        if (others == null) {
          others = new FoundKeys(keys, values);
        }
        others.add(constraint.group(), value);
      }
    }
    if (others == null) {
      return false;
    }
    others.keys().remove(given);
    return !others.keys().isEmpty();
  }

  /** Whether {@code value} is the canonical text itself, as it mostly is. */
  private static boolean isText(KeyValue value, Values values, String canonical)
      throws SQLException {
    if (value instanceof KeyValue.Parameter parameter) {
      return canonical.equals(values.at(parameter.index()));
    }
    return value instanceof KeyValue.Literal literal && canonical.equals(literal.value());
  }
}
