/** The command line {@code shardctl}. */
@NullMarked
package io.shardrouter.migrator.internal.cli;

import org.jspecify.annotations.NullMarked;
