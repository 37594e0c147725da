/** Keys, slots, layouts and placements: pure, without a connection. */
@NullMarked
package io.shardrouter.internal.routing;

import org.jspecify.annotations.NullMarked;
