package io.shardrouter.internal.jdbc;

/** What plain and prepared statements share; so far nothing. */
abstract class KeyedStatement extends ForwardingStatement {}
