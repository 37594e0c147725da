/** What is measured; Micrometer only where it is there. */
@NullMarked
package io.shardrouter.internal.metrics;

import org.jspecify.annotations.NullMarked;
