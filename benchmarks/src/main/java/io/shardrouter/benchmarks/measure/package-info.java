/** Measuring by turns, and the lines of a report. */
@NullMarked
package io.shardrouter.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
