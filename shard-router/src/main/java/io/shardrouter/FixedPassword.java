package io.shardrouter;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A password that does not change, and does not show. */
final class FixedPassword implements PasswordSource {
  private final String value;

  FixedPassword(String value) {
    this.value = Objects.requireNonNull(value, "password");
  }

  @Override
  public String password() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FixedPassword that && value.equals(that.value);
  }

  /** The same for all: a hash of the password is not to be had by printing this object's. */
  @Override
  public int hashCode() {
    return FixedPassword.class.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
