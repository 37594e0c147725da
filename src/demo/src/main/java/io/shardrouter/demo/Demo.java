package io.shardrouter.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Starts four servers, shows on them what a router does, and checks it. */
public final class Demo {
  private final Page page;
  private final Size size;

  Demo(Page page, Size size) {
    this.page = page;
    this.size = size;
  }

  /** Runs the demo; exits with status 1 when anything is not as promised. */
  public static void main(String[] args) throws Exception {
    endWithParent();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new Demo(new Page(out), Size.FULL).run();
  }

  /** When Maven is stopped, this JVM must not go on unseen; its servers end with it. */
  @SuppressWarnings("FutureReturnValueIgnored") // It halts this JVM; there is nothing to come.
  private static void endWithParent() {
    ProcessHandle.current()
        .parent()
        .map(ProcessHandle::onExit)
        .ifPresent(exit -> exit.thenRun(() -> Runtime.getRuntime().halt(1)));
  }

  /**
   * Runs all sections and ends the servers.
   *
   * @throws DemoFailure when anything is not as promised
   */
  void run() throws Exception {
    Stopwatch total = Stopwatch.started();
    Cluster cluster = Cluster.start(page);
    try (cluster) {
      Loaded loaded = Load.run(page, cluster.router(), size);
      Spread.show(page, cluster.router());
      PointReads.show(page, cluster.router(), size);
      Months.show(page, cluster.router());
      ScatterReads.show(page, cluster.router(), loaded);
      Throughput.show(page, cluster.router(), loaded, size);
      LiveMoves.show(page, cluster, loaded, size);
      check(cluster, loaded);
    }
    DemoFailure.unlessEqual("servers still running", 0, cluster.running());
    page.closing("total time " + total.inSeconds() + "; all servers stopped");
  }

  private void check(Cluster cluster, Loaded loaded) throws Exception {
    page.section(
        "The books balance",
        "What this JVM counted while it wrote, beside what a scatter finds at the end.");
    Totals found = Totals.read(cluster.router());
    Table table = Table.of("rows", "written", "found");
    table.row("users", loaded.users(), found.users());
    table.row("consciousness_states", loaded.states(), found.states());
    loaded
        .byState()
        .forEach(
            (state, count) ->
                table.row("  " + state, count, found.byState().getOrDefault(state, 0L)));
    page.table(table);
    found.mustEqual(loaded);
  }
}
