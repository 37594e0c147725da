package io.shardrouter.internal.sql;

import com.google.common.collect.ImmutableList;
import io.shardrouter.internal.sql.syntax.Statement;
import java.util.Optional;

/**
 * A writing statement whose names are resolved.
 *
 * @param syntax what was read
 * @param target the table that is written
 * @param from what else it reads: FROM, USING, the source of MERGE
 * @param rows what an INSERT inserts
 */
record BoundModification(
    Statement.Modification syntax,
    Source target,
    ImmutableList<BoundFrom> from,
    Optional<BoundQuery> rows) {}
