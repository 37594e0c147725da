package io.shardrouter.internal.routing;

/**
 * Whatever lies between two values of a key's column.
 *
 * @param ofDates whether the column has dates; else it has instants
 * @param fromIncluded whether {@code from} itself is in it
 * @param toIncluded whether {@code to} itself is in it
 */
public record ValueRange(
    boolean ofDates, Object from, boolean fromIncluded, Object to, boolean toIncluded) {}
