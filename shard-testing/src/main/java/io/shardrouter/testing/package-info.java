/** PostgreSQL shards for tests, and a proxy that counts what travels to them. */
@NullMarked
package io.shardrouter.testing;

import org.jspecify.annotations.NullMarked;
