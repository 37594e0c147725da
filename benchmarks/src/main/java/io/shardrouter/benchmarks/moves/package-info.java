/** Benchmarks of moves, each beside the same rows moved by hand. */
@NullMarked
package io.shardrouter.benchmarks.moves;

import org.jspecify.annotations.NullMarked;
