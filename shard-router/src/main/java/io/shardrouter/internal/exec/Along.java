package io.shardrouter.internal.exec;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a shard is asked along with rows, of the very snapshot of these: by it the shards' answers
 * are found to fit together.
 */
interface Along {
  /** Nothing: no row ever moves. */
  Along NOTHING =
      new Along() {
        @Override
        public String sql() {
          return "";
        }

        @Override
        public int bindTo(PreparedStatement statement, int at) {
          return at;
        }

        @Override
        public Told read(ResultSet rows) {
          return Traffic.NONE;
        }
      };

  /** One statement that gives rows; empty: none is asked. */
  String sql();

  /** Sets its parameters, which are those of {@code statement} from {@code at}; gives the next. */
  int bindTo(PreparedStatement statement, int at) throws SQLException;

  /** Reads what it gave. */
  Told read(ResultSet rows) throws SQLException;

  /** What a shard told. */
  sealed interface Told permits Traffic, Holdings {
    /** This, where {@code later} is the same; else what fits together with nobody's. */
    Told unlessChanged(Told later);
  }
}
