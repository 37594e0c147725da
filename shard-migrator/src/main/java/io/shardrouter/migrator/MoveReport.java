package io.shardrouter.migrator;

import java.time.Duration;
import java.util.UUID;

/**
 * What a move did.
 *
 * @param id the move's id in the journals of both shards
 * @param source the shard that gave the rows
 * @param target the shard that holds them now
 * @param rows how many rows moved, over all tables of the group
 * @param bytes how many bytes passed through the migrator
 * @param pause how long writers of these rows were kept off, from the fence to the adoption
 * @param total how long it took from the first look to the last commit
 */
public record MoveReport(
    UUID id, int source, int target, long rows, long bytes, Duration pause, Duration total) {}
