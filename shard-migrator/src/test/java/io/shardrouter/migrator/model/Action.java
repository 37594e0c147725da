package io.shardrouter.migrator.model;

/** Everything that can happen, in words for a trace. */
enum Action {
  SNAPSHOT("a transaction takes its snapshot"),
  GUARD("a transaction passes the guard"),
  WRITE("a transaction writes"),
  COMMIT("a transaction commits its write"),
  ROLL_BACK("a transaction rolls back"),
  BEGIN_ON_SOURCE("begun on the source"),
  BEGIN_ON_TARGET("begun on the target"),
  FENCE("fenced"),
  COPY("copied into staging"),
  DECIDE("decision and deletes written, not committed"),
  COMMIT_MOVE("decision committed"),
  CRASH("mover gone (crashed or ended), its transaction rolled back"),
  ABORT("recovery writes the abort"),
  ADOPT("somebody adopts on the target"),
  CLEAR("somebody clears the aborted move on the target"),
  FINISH_SOURCE("journal of the source finished");

  private final String words;

  Action(String words) {
    this.words = words;
  }

  String describe(State next, State before, int subject) {
    if (compareTo(ROLL_BACK) <= 0) {
      Writer w =
          this == ROLL_BACK || this == COMMIT ? before.writer(subject) : next.writer(subject);
      return "%s: %s on the %s key, shard %s"
          .formatted(words, w.mode(), w.key(), State.name(w.shard()));
    }
    Move move = this == BEGIN_ON_SOURCE ? next.move(subject) : before.move(subject);
    return move + ": " + words;
  }
}
