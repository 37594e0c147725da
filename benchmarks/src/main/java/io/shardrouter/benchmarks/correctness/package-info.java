/** Whether answers are those of one PostgreSQL. */
@NullMarked
package io.shardrouter.benchmarks.correctness;

import org.jspecify.annotations.NullMarked;
