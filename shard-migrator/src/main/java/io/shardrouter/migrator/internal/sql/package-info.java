/** How the migrator talks SQL: statements in one line, and names safe in their texts. */
@NullMarked
package io.shardrouter.migrator.internal.sql;

import org.jspecify.annotations.NullMarked;
