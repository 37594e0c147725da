/** How costs grow with the number of shards and of keys that have a placement of their own. */
@NullMarked
package io.shardrouter.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
