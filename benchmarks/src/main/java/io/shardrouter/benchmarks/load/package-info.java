/** A service's requests by more and more users at once. */
@NullMarked
package io.shardrouter.benchmarks.load;

import org.jspecify.annotations.NullMarked;
