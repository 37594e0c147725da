/**
 * The protocol of moves as a model, explored state by state. {@link
 * io.shardrouter.migrator.model.Protection} names what is essential, {@link
 * io.shardrouter.migrator.model.Invariant} what must hold. The same model as a TLA+ text, and what
 * is left out of it, are in {@code src/docs/spec}.
 *
 * <p>A step is a transaction, or the taking of the locks within one that stays open: nothing else
 * is seen by others. A shard's crash rolls back its transactions one by one, with nothing in
 * between, so it needs no step of its own.
 */
@NullMarked
package io.shardrouter.migrator.model;

import org.jspecify.annotations.NullMarked;
