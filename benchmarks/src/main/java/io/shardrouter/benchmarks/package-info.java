/** Benchmarks of the router, each beside the same work done with plain JDBC. */
@NullMarked
package io.shardrouter.benchmarks;

import org.jspecify.annotations.NullMarked;
