/** The schema of a service, in migrations. */
@NullMarked
package io.shardrouter.it.flyway;

import org.jspecify.annotations.NullMarked;
