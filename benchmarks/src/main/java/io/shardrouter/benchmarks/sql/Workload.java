package io.shardrouter.benchmarks.sql;

import java.sql.SQLException;

/** What is done, over and over. */
enum Workload {
  POINT("point select", Kind.READ, 50, 1, (way, ids) -> way.select(ids.next())),
  JOIN("join of two tables by key", Kind.READ, 20, 2, (way, ids) -> way.join(ids.next())),
  SOME("IN list of 20 keys", Kind.SCATTER, 10, 4, (way, ids) -> way.some(ids.several(20))),
  COUNT("count(*) over all shards", Kind.SCATTER, 5, 4, (way, ids) -> way.count()),
  LATEST("ORDER BY … LIMIT 20 over all shards", Kind.SCATTER, 10, 4, (way, ids) -> way.latest()),
  AVERAGES("GROUP BY with avg over all shards", Kind.SCATTER, 5, 5, (way, ids) -> way.averages()),
  SCAN("all states in order, fetched by 1,000", Kind.SCATTER, 1, 40, (way, ids) -> way.scan(1_000)),
  INSERT("insert", Kind.WRITE, 20, 2, (way, ids) -> way.insert(ids.next())),
  UPDATE("update", Kind.WRITE, 20, 2, (way, ids) -> way.update(ids.next())),
  TRANSACTION(
      "transaction of three statements", Kind.WRITE, 10, 4, (way, ids) -> way.transact(ids.next())),
  BATCH(
      "batch of 1,000 users' updates",
      Kind.WRITE,
      1,
      20,
      (way, ids) -> way.batch(ids.several(1_000)));

  static final int LATEST_ROWS = 20;

  /** With fewer, nothing can be said of a median. */
  static final int FEWEST_ROUNDS = 6;

  private final String what;
  private final Kind kind;
  private final int block;
  private final int share;

  /** A lambda that captures nothing. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Step step;

  /** What it touches. */
  enum Kind {
    READ,
    SCATTER,
    WRITE
  }

  /** It is done once. */
  @FunctionalInterface
  interface Step {
    /** Gives something made of the answer. */
    long run(Contender way, Ids ids) throws SQLException;
  }

  /**
   * @param block how often it is done at a turn
   * @param share the rounds of a report by this are its rounds: what takes longer is done less
   */
  Workload(String what, Kind kind, int block, int share, Step step) {
    this.what = what;
    this.kind = kind;
    this.block = block;
    this.share = share;
    this.step = step;
  }

  /** As the report calls it. */
  String what() {
    return what;
  }

  Kind kind() {
    return kind;
  }

  int block() {
    return block;
  }

  int rounds(int all) {
    return Math.max(Math.min(FEWEST_ROUNDS, all), all / share);
  }

  long run(Contender way, Ids ids) throws SQLException {
    return step.run(way, ids);
  }

  /** So often, one time after the other. */
  long run(Contender way, Ids ids, int times) throws SQLException {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      sum += run(way, ids);
    }
    return sum;
  }
}
