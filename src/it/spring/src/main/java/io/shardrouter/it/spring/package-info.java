/** A service on JdbcTemplate and declared transactions. */
@NullMarked
package io.shardrouter.it.spring;

import org.jspecify.annotations.NullMarked;
