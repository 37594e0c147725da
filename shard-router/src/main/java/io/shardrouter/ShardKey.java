package io.shardrouter;

import java.sql.ShardingKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of a sharding column, and the colocation group that it belongs to. The value is
 * converted to the group's key type when it is used, so {@code "042"} and {@code 42} are one key of
 * a {@code bigint} group. Immutable where its value is.
 */
public final class ShardKey implements ShardingKey {
  private final @Nullable String group;
  private final Object value;

  private ShardKey(@Nullable String group, Object value) {
    this.group = group;
    this.value = Objects.requireNonNull(value, "a sharding key must not be null");
  }

  /**
   * A key of the group {@code group}.
   *
   * @throws NullPointerException where {@code value} is null, which is no key
   */
  public static ShardKey of(String group, Object value) {
    return new ShardKey(Objects.requireNonNull(group, "group"), value);
  }

  /**
   * A key of the only group that is configured; where there are several, its use is refused.
   *
   * @throws NullPointerException where {@code value} is null, which is no key
   */
  public static ShardKey of(Object value) {
    return new ShardKey(null, value);
  }

  /** The group's name; empty stands for the only one. */
  public Optional<String> group() {
    return Optional.ofNullable(group);
  }

  /** The value as it was given. */
  public Object value() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShardKey key
        && Objects.equals(group, key.group)
        && value.equals(key.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(group, value);
  }

  /** Names the group; the value is user data and does not belong in logs. */
  @Override
  public String toString() {
    return "ShardKey[group=" + (group == null ? "(the only one)" : group) + "]";
  }
}
