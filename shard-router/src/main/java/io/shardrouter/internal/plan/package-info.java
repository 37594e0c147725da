/** From a statement's shape and its parameters to its route; pure. */
@NullMarked
package io.shardrouter.internal.plan;

import org.jspecify.annotations.NullMarked;
