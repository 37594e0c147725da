/** Many moves at once: which may run beside each other, and which has to wait. */
@NullMarked
package io.shardrouter.migrator.internal.batch;

import org.jspecify.annotations.NullMarked;
