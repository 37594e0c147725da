package io.shardrouter.it.mybatis;

/** A user. */
public record User(String id, String name, long balance) {}
