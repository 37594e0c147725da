/** The same statements asked of one PostgreSQL and of the router, and the answers compared. */
@NullMarked
package io.shardrouter.differential;

import org.jspecify.annotations.NullMarked;
