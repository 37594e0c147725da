package io.shardrouter.internal.sql;

import com.google.common.primitives.ImmutableIntArray;

/**
 * A text to be prepared.
 *
 * @param sql with a question mark for each parameter
 * @param parameters for each question mark the caller's parameter that belongs there, from 1
 */
public record ShardText(String sql, ImmutableIntArray parameters) {}
