/** The pools behind the shards. */
@NullMarked
package io.shardrouter.internal.shards;

import org.jspecify.annotations.NullMarked;
