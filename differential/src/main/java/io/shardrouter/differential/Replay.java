package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import io.shardrouter.ShardRouterConfig;
import io.shardrouter.testing.EmbeddedShards;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * Asks a data source over shards the statements that a person wrote, one after the other, and holds
 * each answer against plain PostgreSQL's. Tables that a statement changed are as before for the
 * next one. For one thread.
 */
public final class Replay implements AutoCloseable {
  private static final int SHARDS = 4;
  private static final long SEED = 20_240_101;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String END_OTHERS =
      "select pg_terminate_backend(pid) from pg_stat_activity"
          + " where datname = current_database() and pid <> pg_backend_pid()";

  private final Collating collating;
  private final ImmutableListMultimap<String, Row> rows = Population.of(SEED);
  private final List<Question> questions = new ArrayList<>();
  private final Set<String> unasked = new LinkedHashSet<>();
  private final Side plain;
  private final Asking asking;

  /** Opens another data source over shards that hold the rows; it may be {@code AutoCloseable}. */
  @FunctionalInterface
  public interface Peer {
    /**
     * Opens it.
     *
     * @param shards where they are, and which columns of which tables are keys
     */
    DataSource open(ShardRouterConfig shards) throws SQLException;
  }

  /** Makes a database that answers for shards behind it. */
  @FunctionalInterface
  public interface Coordinator {
    /**
     * Puts others in the place of its tables that have a key.
     *
     * @param database one, with all tables; those without a key have their rows, and keep them
     * @param shards where the other rows are, and which columns of which tables are keys
     */
    void create(EmbeddedShards database, ShardRouterConfig shards) throws SQLException;
  }

  /**
   * What was said to one statement.
   *
   * @param name where it is written, and what it says
   */
  public record Answered(String category, String name, Judgement judgement) {}

  private Replay(Collating collating, int every) throws SQLException, IOException {
    this.collating = collating;
    ImmutableList<Question> all = StatementFile.all();
    for (int i = 0; i < all.size(); i += every) {
      questions.add(all.get(i));
    }
    // Long enough for each of them on a machine that is busy with something else.
    this.plain = Side.plain(collating, rows, "statement_timeout = '60s'");
    this.asking = new Asking(plain.source());
  }

  /**
   * Starts the plain PostgreSQL.
   *
   * @param every so many statements one is asked; 1: all
   */
  public static Replay open(Collating collating, int every) throws SQLException, IOException {
    return new Replay(collating, every);
  }

  /** Asks the router, whose guard is on. */
  public ImmutableList<Answered> router() throws SQLException, IOException {
    try (Side routed = Side.sharded(SHARDS, collating, rows)) {
      return ask(routed, Side::source);
    }
  }

  /** Asks another data source. */
  public ImmutableList<Answered> peer(Peer peer) throws SQLException, IOException {
    List<DataSource> opened = new ArrayList<>();
    Side.Opening opening =
        config -> {
          DataSource source = peer.open(config);
          opened.add(source);
          return source;
        };
    try (Side side = Side.sharded(SHARDS, collating, rows).without(opening)) {
      return ask(side, stuck -> opening.open(stuck.config()));
    } finally {
      for (DataSource source : opened) {
        close(source);
      }
    }
  }

  /** Asks a database in front of the shards. */
  public ImmutableList<Answered> coordinated(Coordinator coordinator)
      throws SQLException, IOException {
    try (Side side = Side.sharded(SHARDS, collating, rows).behind(coordinator, collating, rows)) {
      return ask(side, Side::source);
    }
  }

  /** Those that plain PostgreSQL itself did not answer in a minute, so that nobody was asked. */
  public ImmutableSet<String> unasked() {
    return ImmutableSet.copyOf(unasked);
  }

  private static void close(DataSource source) throws SQLException {
    if (source instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new SQLException("a peer cannot be closed", e);
      }
    }
  }

  /** Gives the data source to go on with where one is stuck. */
  @FunctionalInterface
  private interface Afresh {
    DataSource instead(Side stuck) throws SQLException;
  }

  private ImmutableList<Answered> ask(Side side, Afresh afresh) throws SQLException, IOException {
    ImmutableList.Builder<Answered> answered = ImmutableList.builder();
    ExecutorService thread = Executors.newCachedThreadPool(Replay::daemon);
    DataSource source = side.source();
    try {
      for (Question question : questions) {
        ImmutableList<Observation> expected = asking.of(question);
        if (Asking.unasked(expected).isPresent()) {
          unasked.add(question.name());
          continue;
        }
        DataSource asked = source;
        Optional<ImmutableList<Observation>> got =
            inTime(thread, () -> Asking.asked(asked, question));
        if (got.isEmpty()) {
          for (Database database : side.databases()) {
            database.execute(END_OTHERS);
          }
          source = afresh.instead(side);
        }
        Judgement judgement =
            got.map(observations -> Judgement.of(expected, observations))
                .orElseGet(() -> new Judgement(Judgement.Kind.CRASHED, "no answer in time"));
        answered.add(
            new Answered(question.category(), question.name(), tables(side, question, judgement)));
      }
      return answered.build();
    } finally {
      thread.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "replay");
    thread.setDaemon(true);
    return thread;
  }

  private static <T> Optional<T> inTime(ExecutorService thread, Callable<T> task)
      throws SQLException {
    Future<T> answer = thread.submit(task);
    try {
      return Optional.of(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new SQLException("a statement cannot be asked", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  /** What a write left decides too; then the tables are as before. */
  private Judgement tables(Side side, Question question, Judgement judgement)
      throws SQLException, IOException {
    if (!question.writes()) {
      return judgement;
    }
    Contents contents = new Contents(plain, side, side::holder);
    try {
      return contents
          .wrong(question, judgement.isNoAnswer())
          .filter(Verdict.Wrong.class::isInstance)
          .map(Verdict.Wrong.class::cast)
          .map(wrong -> Judgement.wrong(wrong.expected(), wrong.got()))
          .orElse(judgement);
    } finally {
      contents.reset();
    }
  }

  @Override
  public void close() throws SQLException {
    asking.close();
    plain.close();
  }
}
