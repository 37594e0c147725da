package io.shardrouter;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where a shard's password comes from. It is read anew for each physical connection, so a password
 * may be rotated while the service runs. Thread-safe. Never shows a password in {@code toString}.
 */
public final class PasswordSource {
  private final Supplier<String> source;

  private PasswordSource(Supplier<String> source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /** Always {@code password}. */
  public static PasswordSource of(String password) {
    Objects.requireNonNull(password, "password");
    return new PasswordSource(() -> password);
  }

  /** What {@code source} gives at the time; it must be thread-safe. */
  public static PasswordSource of(Supplier<String> source) {
    return new PasswordSource(source);
  }

  /** The password of the moment. */
  public String get() {
    return source.get();
  }

  @Override
  public String toString() {
    return "PasswordSource[***]";
  }
}
