/** From keys to slots to shards: pure, without connections. */
@NullMarked
package io.shardrouter.internal.routing;

import org.jspecify.annotations.NullMarked;
