package io.shardrouter.benchmarks.plots;

/** What is drawn. */
public sealed interface Plot permits Bars, Curves, Timeline {
  /** What stands over it, and for it where pictures are not shown. */
  String title();
}
