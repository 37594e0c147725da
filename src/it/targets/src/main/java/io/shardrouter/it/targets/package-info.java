/** What the clients run against: the same tables in one plain database, and on shards. */
@NullMarked
package io.shardrouter.it.targets;

import org.jspecify.annotations.NullMarked;
