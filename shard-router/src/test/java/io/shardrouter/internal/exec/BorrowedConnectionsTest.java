package io.shardrouter.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.shardrouter.TestCluster;
import io.shardrouter.internal.shards.Shard;
import io.shardrouter.internal.sql.Gathering;
import io.shardrouter.internal.sql.Gathering.Finish;
import io.shardrouter.internal.sql.Gathering.Merge;
import io.shardrouter.internal.sql.Gathering.OrderKey;
import io.shardrouter.internal.sql.Gathering.Pull;
import io.shardrouter.internal.sql.Gathering.PulledColumn;
import io.shardrouter.internal.sql.Refusal;
import io.shardrouter.internal.sql.ShardText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;

/** Gathering over transactions that are somebody else's, and that go on behind it. */
class BorrowedConnectionsTest {
  private static final Arguments NO_ARGUMENTS =
      new Arguments() {
        @Override
        public @Nullable Object at(int index) {
          throw new IllegalArgumentException("no parameter " + index);
        }

        @Override
        public void bind(PreparedStatement statement, int at, int index) {
          throw new IllegalArgumentException("no parameter " + index);
        }
      };

  private TestCluster cluster;
  private Router router;
  private final Map<Integer, Connection> lent = new TreeMap<>();

  @BeforeEach
  void start() throws SQLException {
    cluster = TestCluster.of(2);
    router = Startup.open(cluster.config());
    for (int shard = 0; shard < 2; shard++) {
      Connection connection = cluster.shards().connect(shard);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.createStatement().execute("insert into users (id) values ('own " + shard + "')");
      lent.put(shard, connection);
    }
  }

  @AfterEach
  void stop() throws SQLException {
    for (Connection connection : lent.values()) {
      connection.close();
    }
    assertThat(router.shards().all()).allMatch(shard -> shard.active() == 0);
    router.shards().close();
    cluster.close();
  }

  /** A transaction that is not ended. */
  private record Borrowed(BaseConnection driver, List<String> events) implements ReadingConnection {
    @Override
    public Frame open(Reading reading) {
      return new Frame("", "");
    }

    @Override
    public boolean hasOneSnapshot() {
      return false;
    }

    @Override
    public boolean endsGently() {
      return true;
    }

    @Override
    public void renew() {
      events.add("renewed");
    }

    @Override
    public boolean isForAnything() {
      return false;
    }

    @Override
    public void end() {
      events.add("ended");
    }

    @Override
    public void discard() {
      events.add("discarded");
    }
  }

  private final List<String> events = new ArrayList<>();

  private ReadingConnection borrow(Shard shard) throws SQLException {
    return new Borrowed(lent.get(shard.id()).unwrap(BaseConnection.class), events);
  }

  private List<String> rows(Gathering gathering) throws SQLException {
    Execution execution =
        Execution.of(
            router,
            this::borrow,
            ReadingConnection.Source.POOLS,
            NO_ARGUMENTS,
            Wanted.ALL,
            new Cancellation());
    List<String> read = new ArrayList<>();
    try (ScatterRows rows = Gatherer.start(execution, gathering)) {
      while (rows.next()) {
        read.add(rows.row().getString(1));
      }
    }
    return read;
  }

  private static ShardText text(String sql) {
    return new ShardText(sql, ImmutableIntArray.of());
  }

  private static Merge merge(String sql) {
    return new Merge(
        text(sql),
        0,
        ImmutableList.of(new OrderKey(1, false, false, true)),
        Optional.empty(),
        Optional.of(new Gathering.Amount.Constant(10)),
        new Gathering.Refused(
            new Refusal(io.shardrouter.SqlState.REFUSED, "ORDER BY", "not here", "omit it")));
  }

  private static Finish finish(String sql, String... primaryKey) {
    return new Finish(
        ImmutableList.of(
            new Pull(
                "users",
                ImmutableList.of(new PulledColumn("id", Optional.of("text"), Optional.empty())),
                ImmutableList.copyOf(primaryKey),
                text("select id from users"))),
        text(sql));
  }

  private void assertTransactionsGoOn() throws SQLException {
    assertThat(events).containsExactlyInAnyOrder("ended", "ended");
    for (Connection connection : lent.values()) {
      try (PreparedStatement statement =
          connection.prepareStatement("delete from users where id like 'own %'")) {
        assertThat(statement.executeUpdate()).isEqualTo(1);
      }
    }
  }

  @Test
  void aMergeSeesWhatTheTransactionsWrote() throws SQLException {
    assertThat(rows(merge("select id from users order by id"))).containsExactly("own 0", "own 1");
    assertTransactionsGoOn();
  }

  @Test
  void aStatementOverFewRowsIsFinishedInOneOfTheTransactions() throws SQLException {
    assertThat(rows(finish("select string_agg(id, '+' order by id) from users")))
        .containsExactly("own 0+own 1");
    assertTransactionsGoOn();
  }

  @Test
  void aStatementThatNeedsATableIsFinishedApart() throws SQLException {
    assertThat(rows(finish("select id from users group by id order by id", "id")))
        .containsExactly("own 0", "own 1");
    assertTransactionsGoOn();
  }

  @Test
  void aFailureLeavesTheFailedTransactionToItsOwner() throws SQLException {
    assertThatThrownBy(() -> rows(merge("select 1 / length(id) / 0 from users order by 1")))
        .hasFieldOrPropertyWithValue("SQLState", "22012");
    assertThat(events).containsExactly("ended", "ended");
    assertThatThrownBy(() -> rows(merge("select 1")))
        .hasFieldOrPropertyWithValue("SQLState", "25P02");
  }
}
