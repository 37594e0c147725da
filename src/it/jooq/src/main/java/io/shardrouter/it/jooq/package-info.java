/** A service on jOOQ without generated code. */
@NullMarked
package io.shardrouter.it.jooq;

import org.jspecify.annotations.NullMarked;
