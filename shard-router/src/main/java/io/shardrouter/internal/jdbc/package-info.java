/**
 * The logical connections, statements and results that a service holds. What merely passes through
 * to a physical object comes from generated {@code Forwarding…} classes; {@code
 * src/build/jdbc-methods.txt} says for each JDBC method who answers it. Unless a type says
 * otherwise, parameters and results are never null.
 */
@NullMarked
package io.shardrouter.internal.jdbc;

import org.jspecify.annotations.NullMarked;
