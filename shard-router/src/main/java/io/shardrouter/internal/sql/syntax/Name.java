package io.shardrouter.internal.sql.syntax;

/**
 * A name, folded and without its quotes.
 *
 * @param token where it stands
 */
public record Name(String value, int token) {}
