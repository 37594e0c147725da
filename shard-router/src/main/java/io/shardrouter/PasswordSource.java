package io.shardrouter;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where a password comes from. It is asked anew for each physical connection, possibly by several
 * threads at once, so a rotated password is picked up without a restart.
 */
@FunctionalInterface
public interface PasswordSource {
  /** The password now; called on the thread that connects, so it may block. */
  String password();

  /** Always the same password. The result's {@code toString} does not show it. */
  static PasswordSource fixed(String password) {
    return new FixedPassword(password);
  }

  /** Whatever {@code supplier} gives at each connection. */
  static PasswordSource from(Supplier<String> supplier) {
    Objects.requireNonNull(supplier, "supplier");
    return supplier::get;
  }
}
