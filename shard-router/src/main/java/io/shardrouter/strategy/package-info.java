/** How a key finds its slot: the strategies that come with the library, and how to add one. */
@NullMarked
package io.shardrouter.strategy;

import org.jspecify.annotations.NullMarked;
