/** The steps of a move, one class a step, and the recovery of moves that were left open. */
@NullMarked
package io.shardrouter.migrator.internal.move;

import org.jspecify.annotations.NullMarked;
