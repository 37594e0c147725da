/** What the router must know of a SQL text; the only room that knows a parser. */
@NullMarked
package io.shardrouter.internal.sql;

import org.jspecify.annotations.NullMarked;
