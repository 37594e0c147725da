/** The shard-side schema, its installer, and what the guard asks and answers. */
@NullMarked
package io.shardrouter.internal.guard;

import org.jspecify.annotations.NullMarked;
