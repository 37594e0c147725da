package io.shardrouter;

import java.sql.ShardingKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sharding key: the value of the sharding column, and the colocation group it belongs to. The
 * value is converted to the group's key type when it is routed, not before. Immutable if its value
 * is. {@code toString} names the group but not the value, which is the user's data.
 */
public final class ShardKey implements ShardingKey {
  private final @Nullable String group;
  private final Object value;

  private ShardKey(@Nullable String group, Object value) {
    this.group = group;
    this.value = Objects.requireNonNull(value, "a sharding key cannot be null");
  }

  /**
   * A key of a group.
   *
   * @throws NullPointerException when one of them is null
   */
  public static ShardKey of(String group, Object value) {
    return new ShardKey(Objects.requireNonNull(group, "group"), value);
  }

  /**
   * A key of the only group; refused with {@code SR003} where the configuration has several.
   *
   * @throws NullPointerException when the value is null
   */
  public static ShardKey of(Object value) {
    return new ShardKey(null, value);
  }

  /** The group, or empty for the only one. */
  public Optional<String> group() {
    // A branch that is never taken lets the JIT do without the object; ofNullable shares its own.
    return group == null ? Optional.empty() : Optional.of(group);
  }

  /** The value as it was given. */
  public Object value() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ShardKey that
        && Objects.equals(group, that.group)
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(group) + value.hashCode();
  }

  @Override
  public String toString() {
    return "ShardKey[group=" + (group == null ? "the only one" : group) + "]";
  }
}
