package io.shardrouter.internal.jdbc;

/** What prepared and callable statements share; so far nothing. */
abstract class KeyedPreparedStatement extends ForwardingPreparedStatement {}
