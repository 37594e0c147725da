/**
 * Looks at all shards together: whether every row is where its key is held, and nothing is left.
 */
@NullMarked
package io.shardrouter.migrator.internal.verify;

import org.jspecify.annotations.NullMarked;
