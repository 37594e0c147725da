/** Benchmarks of SQL that is routed and merged, each beside the same work done by hand. */
@NullMarked
package io.shardrouter.benchmarks.sql;

import org.jspecify.annotations.NullMarked;
