/** The logical connections, statements and result sets that callers see. */
@NullMarked
package io.shardrouter.internal.jdbc;

import org.jspecify.annotations.NullMarked;
