package io.shardrouter;

/**
 * A role that logs in.
 *
 * @param username the role's name
 * @param password its password
 */
public record Credentials(String username, PasswordSource password) {}
