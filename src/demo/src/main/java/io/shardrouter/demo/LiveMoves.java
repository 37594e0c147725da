package io.shardrouter.demo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardrouter.ShardRouterMetrics;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.migrator.Finding;
import io.shardrouter.migrator.Migrator;
import io.shardrouter.migrator.MoveReport;
import io.shardrouter.migrator.MoveRequest;
import io.shardrouter.migrator.VerificationReport;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Users and a slot move while writers append to them and a scatter counts them. */
final class LiveMoves {
  private static final int WRITERS = 4;

  private final Cluster cluster;
  private final Loaded loaded;
  private final Movers movers;
  private final ExactCounts counts;
  private final List<Appends> appends;

  /** Opened when half of the moves are done, so that it finds them in the placements. */
  private final CompletableFuture<ShardedDataSource> younger = new CompletableFuture<>();

  private final SimpleMeterRegistry olderMetrics = new SimpleMeterRegistry();
  private final SimpleMeterRegistry youngerMetrics = new SimpleMeterRegistry();
  private volatile boolean isOver;

  private LiveMoves(Cluster cluster, Loaded loaded, Size size) throws SQLException {
    this.cluster = cluster;
    this.loaded = loaded;
    this.movers = Movers.choose(cluster.router(), size);
    this.counts = new ExactCounts(loaded.users());
    this.appends =
        IntStream.range(0, WRITERS).mapToObj(w -> new Appends(movers.share(w, WRITERS))).toList();
  }

  static void show(Page page, Cluster cluster, Loaded loaded, Size size) throws Exception {
    page.section(
        "Users and a slot move under load",
        WRITERS
            + " threads append numbered states to whoever moves, through two routers: one older"
            + " than the moves, one opened amid them.");
    new LiveMoves(cluster, loaded, size).run(page);
  }

  private void run(Page page) throws Exception {
    long before = loaded.states();
    Stopwatch stopwatch = Stopwatch.started();
    new ShardRouterMetrics(cluster.router()).bindTo(olderMetrics);
    List<List<MoveReport>> reports;
    try {
      reports = Parallel.run(tasks());
    } finally {
      if (younger.isDone() && !younger.isCompletedExceptionally()) {
        younger.join().close();
      }
    }
    page.table(table(reports.get(0)));
    page.line("");
    page.line("moved in " + stopwatch.inSeconds());
    showWritten(page, before, redirects(olderMetrics) + redirects(youngerMetrics));
    verify(page);
  }

  /** The mover first; the others end when it has ended, also where it fails. */
  private List<Callable<List<MoveReport>>> tasks() {
    List<Callable<List<MoveReport>>> tasks = new ArrayList<>();
    tasks.add(() -> move());
    tasks.add(
        () -> {
          counts.run(cluster.router(), () -> !isOver);
          return List.of();
        });
    for (int writer = 0; writer < WRITERS; writer++) {
      Appends own = appends.get(writer);
      boolean isOld = writer < WRITERS / 2;
      tasks.add(
          () -> {
            own.run(isOld ? cluster.router() : younger.get(), loaded, () -> !isOver);
            return List.of();
          });
    }
    return tasks;
  }

  private List<MoveReport> move() throws SQLException {
    List<MoveReport> reports = new ArrayList<>();
    try (Migrator migrator = Migrator.open(cluster.config())) {
      List<MoveRequest> requests = movers.requests();
      for (MoveRequest request : requests) {
        if (reports.size() == requests.size() / 2) {
          ShardedDataSource opened = ShardedDataSource.open(cluster.config());
          new ShardRouterMetrics(opened).bindTo(youngerMetrics);
          younger.complete(opened);
        }
        reports.add(migrator.move(request));
      }
      return reports;
    } finally {
      younger.completeExceptionally(new IllegalStateException("the moves failed before"));
      isOver = true;
    }
  }

  private Table table(List<MoveReport> reports) {
    int users = reports.size() - 1;
    Table table = Table.of("what moved", "moves", "rows", "median pause ms", "longest pause ms");
    new Moved(reports.subList(0, users)).addTo(table, users + " users, one by one");
    new Moved(reports.subList(users, users + 1)).addTo(table, movers.describeSlot());
    return table;
  }

  private static long redirects(SimpleMeterRegistry metrics) {
    return metrics.get("shardrouter.redirects").counters().stream()
        .mapToLong(counter -> (long) counter.count())
        .sum();
  }

  private void showWritten(Page page, long before, long redirects) throws SQLException {
    long acknowledged = appends.stream().mapToLong(Appends::acknowledged).sum();
    long found = 0;
    for (Appends own : appends) {
      found += own.found(cluster.router());
    }
    long after = Totals.read(cluster.router()).states();
    page.line("");
    page.table(
        Table.of("states", "rows")
            .row("before", before)
            .row("acknowledged meanwhile", acknowledged)
            .row("found afterwards", after));
    page.line("");
    page.line(Table.text(found) + " numbers were looked up one by one: none missing, none twice");
    page.line(
        Table.text(redirects)
            + " guards answered \"elsewhere\" and were followed; "
            + appends.stream().mapToLong(Appends::again).sum()
            + " statements failed and were repeated");
    page.line(
        Table.text(counts.samples())
            + " scatters counted all users amid the moves: "
            + Table.text(loaded.users())
            + " each time");
    DemoFailure.unlessEqual("states after the moves", before + acknowledged, after);
  }

  private void verify(Page page) throws SQLException {
    Stopwatch stopwatch = Stopwatch.started();
    try (Migrator migrator = Migrator.open(cluster.config())) {
      VerificationReport report = migrator.verify();
      for (Finding finding : report.findings()) {
        page.line("verify: " + finding.description());
      }
      DemoFailure.unlessEqual("findings of verify", 0, report.findings().size());
      page.line(
          "verify read every row in "
              + stopwatch.inSeconds()
              + ": each is on the shard that holds its key");
    }
  }
}
