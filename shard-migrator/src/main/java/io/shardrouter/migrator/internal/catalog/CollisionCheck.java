package io.shardrouter.migrator.internal.catalog;

/**
 * Finds staged rows that a unique index or exclusion constraint of the target would refuse.
 *
 * @param constraintName the constraint or index, unquoted
 * @param sql answers one row if there is a collision, else none
 */
public record CollisionCheck(String constraintName, String sql) {}
