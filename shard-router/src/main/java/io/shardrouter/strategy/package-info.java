/** The SPI of strategies: from a key to its slot. */
@NullMarked
package io.shardrouter.strategy;

import org.jspecify.annotations.NullMarked;
