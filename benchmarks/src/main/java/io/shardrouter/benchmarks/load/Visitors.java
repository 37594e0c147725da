package io.shardrouter.benchmarks.load;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Users who come at times that are fixed beforehand, whatever the service does. One whose answer is
 * late sends the next requests late, and their time counts from when they were planned.
 */
final class Visitors {
  /** What was planned within the stage and still waited for its user at the end of it. */
  static final String NOT_SENT = "not sent in time";

  private final Service service;

  Visitors(Service service) {
    this.service = service;
  }

  Outcome run(Stage stage) throws SQLException {
    Outcome outcome = new Outcome(stage);
    ExecutorService threads = threadPerUser();
    try {
      List<Future<?>> users = new ArrayList<>();
      long start = System.nanoTime();
      for (int user = 0; user < stage.users(); user++) {
        int number = user;
        users.add(threads.submit(() -> user(number, start, outcome)));
      }
      for (Future<?> user : users) {
        user.get();
      }
      return outcome;
    } catch (ExecutionException e) {
      throw new SQLException("the load generator itself failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void user(int number, long start, Outcome outcome) {
    Stage stage = outcome.stage();
    SplittableRandom random = new SplittableRandom(stage.users() * 1_000_003L + number);
    long end = start + stage.duration().toNanos();
    for (long due = start + stage.firstNanos(number);
        due - end < 0;
        due += stage.think().toNanos()) {
      // Before the wait: who is free in time sends, even if woken up a little late.
      if (System.nanoTime() - end >= 0) {
        outcome.failed(System.nanoTime() - due, NOT_SENT);
        continue;
      }
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      send(random, due, outcome);
    }
  }

  private void send(SplittableRandom random, long due, Outcome outcome) {
    try {
      Request.any(random).send(service.router(), service.people(), random);
      outcome.answered(System.nanoTime() - due);
    } catch (SQLException e) {
      outcome.failed(System.nanoTime() - due, String.valueOf(e.getSQLState()));
    } catch (RuntimeException e) {
      outcome.failed(System.nanoTime() - due, e.getClass().getSimpleName());
    }
  }

  /** Virtual ones where the JVM has them. */
  private static ExecutorService threadPerUser() {
    try {
      Method method = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) method.invoke(null);
    } catch (ReflectiveOperationException olderThan21) {
      return Executors.newCachedThreadPool();
    }
  }
}
