/** What is measured of moves; Micrometer only where it is there. */
@NullMarked
package io.shardrouter.migrator.internal.metrics;

import org.jspecify.annotations.NullMarked;
