/** The demo: what a router over four servers does, with a million rows. */
@NullMarked
package io.shardrouter.demo;

import org.jspecify.annotations.NullMarked;
