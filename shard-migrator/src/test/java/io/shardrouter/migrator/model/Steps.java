package io.shardrouter.migrator.model;

/** Receives the steps that are possible in a state. */
@FunctionalInterface
interface Steps {
  /**
   * Takes one step.
   *
   * @param what happens
   * @param subject index of the move or writer it happens to
   */
  void step(Action what, int subject, State next);
}
