/** Sequences whose numbers no two shards share. */
@NullMarked
package io.shardrouter.migrator.internal.sequences;

import org.jspecify.annotations.NullMarked;
