package io.shardrouter.migrator.internal.catalog;

/**
 * Finds staged rows whose referenced row is missing.
 *
 * @param constraintName the foreign key, unquoted
 * @param sql answers one row if something is missing, else none
 */
public record ReferenceCheck(String constraintName, String sql) {}
