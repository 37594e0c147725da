package io.shardrouter.benchmarks.sql;

import com.google.common.collect.Sets;
import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.GuardMode;
import io.shardrouter.InstallMode;
import java.sql.SQLException;
import java.util.Set;

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
  /** A peer: another data source over the same databases. */
  SHARDING_SPHERE("ShardingSphere-JDBC", GuardMode.OFF) {
    @Override
    Contender open(Access access) throws SQLException {
      return ShardingSphere.open(access);
    }
  },
  /** A peer: another database whose tables are those of the shards. */
  POSTGRES_FDW("postgres_fdw", GuardMode.OFF) {
    @Override
    Contender open(Access access) {
      HikariDataSource pool = access.pools().get(0);
      return BySql.of(pool, pool::close);
    }

    @Override
    boolean does(Workload workload) {
      return workload.kind() != Workload.Kind.WRITE;
    }
  },
  /** What {@link #SQL_GUARD_ON} sends, sent by hand. */
  SAME_TEXT("the same text by hand", GuardMode.ON) {
    @Override
    Contender open(Access access) {
      return new SameText(access.pools(), access.config(guard(), InstallMode.NEVER));
    }

    @Override
    boolean does(Workload workload) {
      return workload == Workload.POINT;
    }
  };

  static final Set<Way> PEERS = Sets.immutableEnumSet(SHARDING_SPHERE, POSTGRES_FDW);

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
    return PEERS.contains(this);
  }

  /** Whether what it does is done in this JVM, so that what it allocates is seen. */
  boolean isLibrary() {
    return this != POSTGRES_FDW;
  }

  /** Whether it is measured at {@code workload}. */
  boolean does(Workload workload) {
    return true;
  }

  /**
   * Opens it.
   *
   * @param access as {@link Servers#access} gives it
   */
  abstract Contender open(Access access) throws SQLException;
}
