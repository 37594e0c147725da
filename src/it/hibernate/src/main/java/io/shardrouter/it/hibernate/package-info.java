/** A service on JPA entities. */
@NullMarked
package io.shardrouter.it.hibernate;

import org.jspecify.annotations.NullMarked;
