package io.shardrouter.migrator.internal.move;

import io.shardrouter.migrator.RecoveryReport;
import io.shardrouter.migrator.RecoveryReport.Ending;
import io.shardrouter.migrator.RecoveryReport.Recovered;
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
  public RecoveryReport recover(Which which) {
    Map<UUID, Open> open = new LinkedHashMap<>();
    Map<Integer, String> unreachable = new LinkedHashMap<>();
    for (int shard : links.ids()) {
      try (ShardLink link = links.to(shard)) {
        for (Journal.Entry entry : Journal.open(link.connection())) {
          open.merge(entry.move().id(), new Open(entry.move(), entry.connected()), Open::or);
        }
      } catch (SQLException e) {
        unreachable.put(shard, String.valueOf(e.getMessage()));
      }
    }
    return new RecoveryReport(
        open.values().stream().map(each -> settle(each, which)).toList(), unreachable);
  }

  private Recovered settle(Open open, Which which) {
    if (open.connected() && which == Which.ABANDONED) {
      return recovered(open, Ending.RUNNING, "");
    }
    try {
      return switch (settlement.settle(open.move())) {
        case DONE -> recovered(open, Ending.FINISHED, "");
        case ABORTED -> recovered(open, Ending.UNDONE, "");
      };
    } catch (SQLException e) {
      return recovered(open, Ending.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static Recovered recovered(Open open, Ending ending, String reason) {
    return new Recovered(open.move().id(), open.move().toString(), ending, reason);
  }
}
