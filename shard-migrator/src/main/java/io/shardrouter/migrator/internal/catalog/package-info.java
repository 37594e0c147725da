/**
 * What a shard's PostgreSQL catalog says of the tables of a colocation group: how their rows travel
 * to another shard, and why they may not. Queries only catalogs that every role may read.
 */
@NullMarked
package io.shardrouter.migrator.internal.catalog;

import org.jspecify.annotations.NullMarked;
