package io.shardrouter.migrator.internal.move;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Finds every open move in the journals of all shards, and settles it. */
public final class Recovery {
  private final ShardLinks links;
  private final Settlement settlement;

  /** Which open moves are settled. */
  public enum Which {
    /** Those whose mover has no session on their shards any more. */
    ABANDONED,
    /** All; a mover that still runs finds its move given up, unless it is decided. */
    ALL
  }

  /** What became of an open move. */
  public sealed interface Ending {
    /** It was decided before; the target has adopted it now. */
    record Finished() implements Ending {}

    /** It was not decided, and never will be. */
    record Undone() implements Ending {}

    /** Its mover is connected, and it was left alone. */
    record Running() implements Ending {}

    /** It is still open. */
    record Failed(SQLException failure) implements Ending {}
  }

  /** An open move and what became of it. */
  public record Recovered(Move move, Ending ending) {}

  /**
   * All open moves.
   *
   * @param unreachable shards whose journals could not be read, with the reason
   */
  public record Found(
      ImmutableList<Recovered> moves, ImmutableMap<Integer, SQLException> unreachable) {}

  /** An open move, and whether its mover seems to be there. */
  private record Open(Move move, boolean connected) {
    Open or(Open other) {
      return new Open(move, connected || other.connected);
    }
  }

  public Recovery(ShardLinks links, Settlement settlement) {
    this.links = links;
    this.settlement = settlement;
  }

  /** Settles the open moves, one after the other. */
  public Found recover(Which which) {
    Map<UUID, Open> open = new LinkedHashMap<>();
    ImmutableMap.Builder<Integer, SQLException> unreachable = ImmutableMap.builder();
    for (int shard : links.ids()) {
      try (ShardLink link = links.to(shard)) {
        for (Journal.Entry entry : Journal.open(link.connection())) {
          open.merge(entry.move().id(), new Open(entry.move(), entry.connected()), Open::or);
        }
      } catch (SQLException e) {
        unreachable.put(shard, e);
      }
    }
    ImmutableList.Builder<Recovered> recovered = ImmutableList.builder();
    for (Open each : open.values()) {
      recovered.add(new Recovered(each.move(), settle(each, which)));
    }
    return new Found(recovered.build(), unreachable.buildOrThrow());
  }

  private Ending settle(Open open, Which which) {
    if (open.connected() && which == Which.ABANDONED) {
      return new Ending.Running();
    }
    try {
      return switch (settlement.settle(open.move())) {
        case DONE -> new Ending.Finished();
        case ABORTED -> new Ending.Undone();
      };
    } catch (SQLException e) {
      return new Ending.Failed(e);
    }
  }
}
