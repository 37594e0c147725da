package io.shardrouter.it.spring;

/** A user. */
public record User(String id, String name, long balance) {}
