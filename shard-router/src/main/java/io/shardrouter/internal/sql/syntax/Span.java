package io.shardrouter.internal.sql.syntax;

/**
 * A stretch of tokens.
 *
 * @param from the first one
 * @param to behind the last one
 */
public record Span(int from, int to) {}
