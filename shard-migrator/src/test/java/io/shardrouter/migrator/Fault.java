package io.shardrouter.migrator;

/** What strikes a mover that stands at a fault point. */
enum Fault {
  /** Its process gets SIGKILL. */
  KILLED,
  /** It sleeps while others end its move and go on, and wakes up later. */
  ZOMBIE,
  /** The server of the move's source is shut down immediately, and starts again. */
  SOURCE_DOWN,
  /** As {@link #SOURCE_DOWN}, of its target. */
  TARGET_DOWN,
  /** All its connections break: inside the copy, in the middle of COPY. */
  CUT
}
