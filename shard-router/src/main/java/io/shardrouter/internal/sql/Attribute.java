package io.shardrouter.internal.sql;

/**
 * A column of a mention in a FROM clause, or of what a query gives.
 *
 * @param owner a {@link Source} or a {@link BoundQuery}, compared by identity
 * @param index from 0
 */
record Attribute(Object owner, int index) {}
