/** Pictures of what was measured, beside the report that shows them. */
@NullMarked
package io.shardrouter.benchmarks.plots;

import org.jspecify.annotations.NullMarked;
