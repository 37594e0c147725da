/** A service on MyBatis. */
@NullMarked
package io.shardrouter.it.mybatis;

import org.jspecify.annotations.NullMarked;
