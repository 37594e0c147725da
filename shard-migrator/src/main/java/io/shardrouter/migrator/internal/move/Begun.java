package io.shardrouter.migrator.internal.move;

import io.shardrouter.internal.routing.Group;
import io.shardrouter.migrator.internal.catalog.GroupCatalog;

/**
 * A move that both journals know, with what the steps after that go by.
 *
 * @param move its identity
 * @param nonce its secret
 * @param deciding what the source said when it began: the source must still say so at the fence
 * @param group the subject's group
 * @param source the group's tables on the source, as they were then
 * @param target the group's tables on the target, as they were then
 */
record Begun(
    Move move,
    Nonce nonce,
    Deciding deciding,
    Group group,
    GroupCatalog source,
    GroupCatalog target) {}
