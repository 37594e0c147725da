/**
 * Reading PostgreSQL's reading and writing statements into trees: the words, their precedence, and
 * where each stands in the text. Knows nothing of tables. What it does not know it does not read.
 */
@NullMarked
package io.shardrouter.internal.sql.syntax;

import org.jspecify.annotations.NullMarked;
