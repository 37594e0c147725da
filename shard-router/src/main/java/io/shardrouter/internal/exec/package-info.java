/** Running routes: keyed checkouts and scatters over shards. */
@NullMarked
package io.shardrouter.internal.exec;

import org.jspecify.annotations.NullMarked;
