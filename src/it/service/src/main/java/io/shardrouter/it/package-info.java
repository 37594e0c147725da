/** A service that keeps users and their states on shards. */
@NullMarked
package io.shardrouter.it;

import org.jspecify.annotations.NullMarked;
