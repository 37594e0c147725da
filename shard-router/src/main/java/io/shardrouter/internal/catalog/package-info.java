/** What the shards' catalogs and the configuration tell of tables and functions. */
@NullMarked
package io.shardrouter.internal.catalog;

import org.jspecify.annotations.NullMarked;
