package io.shardrouter;

import java.util.Objects;

/**
 * Who logs in. {@code toString} shows the user name alone.
 *
 * @param username the PostgreSQL role
 * @param password where its password comes from
 */
public record Credentials(String username, PasswordSource password) {
  /** Refuses nulls and a blank user name ({@link ConfigurationException}). */
  public Credentials {
    Objects.requireNonNull(password, "password");
    if (username.isBlank()) {
      throw ConfigurationException.of(
          "username", "is blank; give the PostgreSQL role to log in as");
    }
  }

  @Override
  public String toString() {
    return "Credentials[username=" + username + ", password=***]";
  }
}
