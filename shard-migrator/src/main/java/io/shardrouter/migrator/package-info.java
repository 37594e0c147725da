/** Moves keys and slots between shards while services run. */
@NullMarked
package io.shardrouter.migrator;

import org.jspecify.annotations.NullMarked;
