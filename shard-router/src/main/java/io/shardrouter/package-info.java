/**
 * The public API: a {@link javax.sql.DataSource} over PostgreSQL shards, its configuration, its
 * keys, and its errors. Unless a type says otherwise, parameters and results are never null.
 */
@NullMarked
package io.shardrouter;

import org.jspecify.annotations.NullMarked;
