/** Merging rows of several shards by their order, as PostgreSQL orders them. */
@NullMarked
package io.shardrouter.internal.merge;

import org.jspecify.annotations.NullMarked;
