package io.shardrouter.benchmarks.sql;

import io.shardrouter.GuardMode;
import io.shardrouter.InstallMode;
import java.sql.SQLException;

/** The ways that are held against each other. */
enum Way {
  /** Routing, fanning out and merging by hand, on HikariCP and the driver. */
  BY_HAND("by hand", GuardMode.OFF) {
    @Override
    Contender open(Access access) {
      return new ByHand(access.pools());
    }
  },
  /** The router with {@code guard: off}, which finds keys in the SQL. */
  SQL_GUARD_OFF("by SQL, guard off", GuardMode.OFF) {
    @Override
    Contender open(Access access) throws SQLException {
      return BySql.routed(access.config(guard(), InstallMode.NEVER));
    }
  },
  /** The router with {@code guard: on}, which finds keys in the SQL. */
  SQL_GUARD_ON("by SQL, guard on", GuardMode.ON) {
    @Override
    Contender open(Access access) throws SQLException {
      return BySql.routed(access.config(guard(), InstallMode.NEVER));
    }
  },
  /** The router with {@code guard: on}, told the key. */
  KEY_GUARD_ON("by key, guard on", GuardMode.ON) {
    @Override
    Contender open(Access access) throws SQLException {
      return BySql.keyed(access.config(guard(), InstallMode.NEVER));
    }
  },
  /** The peer. */
  SHARDING_SPHERE("ShardingSphere-JDBC", GuardMode.OFF) {
    @Override
    Contender open(Access access) throws SQLException {
      return ShardingSphere.open(access);
    }
  },
  /** What {@link #SQL_GUARD_ON} sends, sent by hand. */
  SAME_TEXT("the same text by hand", GuardMode.ON) {
    @Override
    Contender open(Access access) {
      return new SameText(access.pools(), access.config(guard(), InstallMode.NEVER));
    }
  };

  private final String what;
  private final GuardMode guard;

  Way(String what, GuardMode guard) {
    this.what = what;
    this.guard = guard;
  }

  /** As the report calls it. */
  String what() {
    return what;
  }

  /** Which of the databases it uses. */
  GuardMode guard() {
    return guard;
  }

  /** Whether it is somebody else's, so that it may fail or answer wrongly: then it is not timed. */
  boolean isPeer() {
    return this == SHARDING_SPHERE;
  }

  /**
   * Opens it.
   *
   * @param access to the databases of {@link #guard}
   */
  abstract Contender open(Access access) throws SQLException;
}
