package io.shardrouter.it.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.it.targets.Databases;
import io.shardrouter.it.targets.Target;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The mappers give the same answers whatever the URL leads to. */
@ParameterizedClass
@EnumSource(Target.class)
class MyBatisIT {
  private static final OffsetDateTime NOON = OffsetDateTime.parse("2024-06-01T12:00:00Z");

  private static Databases databases;
  private static PooledDataSource pool;
  private static SqlSessionFactory sessions;

  @Parameter Target target;

  @BeforeParameterizedClassInvocation
  static void start(Target target) throws SQLException {
    databases = Databases.of(target);
    pool = Mappers.pool(databases.url());
    sessions = Mappers.open(pool);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    pool.forceCloseAll();
    databases.close();
  }

  @BeforeEach
  void sixUsers() throws SQLException {
    databases.execute("truncate users, consciousness_states");
    try (SqlSession session = sessions.openSession(true)) {
      for (int i = 0; i < 6; i++) {
        assertThat(users(session).add(new User("u" + i, i < 2 ? "DE" : "n" + i, 100L * i)))
            .isEqualTo(1);
      }
    }
  }

  private static UserMapper users(SqlSession session) {
    return session.getMapper(UserMapper.class);
  }

  @Test
  void userIsFoundPaidAndRemoved() {
    try (SqlSession session = sessions.openSession(true)) {
      assertThat(users(session).find("u2")).isEqualTo(new User("u2", "n2", 200));
      assertThat(users(session).pay("u2", 7)).isEqualTo(1);
      assertThat(users(session).find("u2")).isEqualTo(new User("u2", "n2", 207));
      assertThat(users(session).remove("u2")).isEqualTo(1);
      assertThat(users(session).find("u2")).isNull();
    }
  }

  @Test
  void staleVersionChangesNothing() {
    try (SqlSession session = sessions.openSession(true)) {
      assertThat(users(session).rename("u2", "first", 0)).isEqualTo(1);
      assertThat(users(session).rename("u2", "late", 0)).isZero();
      assertThat(users(session).find("u2").name()).isEqualTo("first");
    }
  }

  @Test
  void usersAreReadOverAll() {
    try (SqlSession session = sessions.openSession(true)) {
      assertThat(users(session).richest(2)).extracting(User::id).containsExactly("u5", "u4");
      assertThat(users(session).page(new RowBounds(2, 2)))
          .extracting(User::id)
          .containsExactly("u2", "u3");
      assertThat(users(session).totals())
          .containsEntry("count", 6L)
          .containsEntry("total", new BigDecimal(1500));
      assertThat(users(session).among(List.of("u5", "u1", "u3"), null))
          .containsExactly("u1", "u3", "u5");
      assertThat(users(session).among(List.of("u5", "u1", "u3"), 300L)).containsExactly("u3", "u5");
      assertThat(users(session).countries()).containsExactly("u0 Germany", "u1 Germany");
    }
  }

  @Test
  void rowsAreReadOneByOne() throws Exception {
    try (SqlSession session = sessions.openSession();
        Cursor<User> all = users(session).all()) {
      List<String> ids = new ArrayList<>();
      all.forEach(user -> ids.add(user.id()));
      assertThat(ids).containsExactly("u0", "u1", "u2", "u3", "u4", "u5");
    }
  }

  @Test
  void generatedKeyComesBack() {
    try (SqlSession session = sessions.openSession(true)) {
      State state = new State("u3", "calm", new BigDecimal("1.50"), NOON);
      assertThat(users(session).feel(state)).isEqualTo(1);
      assertThat(users(session).states("u3"))
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.id()).isEqualTo(state.id()).isNotNull();
                assertThat(found.intensity()).isEqualTo("1.50");
                assertThat(found.feltAt().toInstant()).isEqualTo(NOON.toInstant());
              });
    }
  }

  @Test
  void statesAreGroupedOverAll() {
    try (SqlSession session = sessions.openSession(true)) {
      assertThat(users(session).feelAll("u1", List.of("calm", "awake"))).isEqualTo(2);
      users(session).feelAll("u4", List.of("calm"));
      assertThat(users(session).mood()).containsExactly("awake 1 100", "calm 2 400");
    }
  }

  @Test
  void sessionIsATransaction() {
    try (SqlSession session = sessions.openSession()) {
      users(session).add(new User("new", "New", 1));
      users(session).feelAll("new", List.of("curious"));
      session.rollback();
      assertThat(users(session).find("new")).isNull();
      users(session).add(new User("new", "New", 2));
      session.commit();
    }
    try (SqlSession session = sessions.openSession(TransactionIsolationLevel.REPEATABLE_READ)) {
      assertThat(users(session).find("new")).isEqualTo(new User("new", "New", 2));
      assertThat(users(session).totals()).containsEntry("count", 7L);
    }
  }

  @Test
  void batchOfOneUserIsSentAtOnce() {
    try (SqlSession session = sessions.openSession(ExecutorType.BATCH)) {
      for (int i = 0; i < 20; i++) {
        users(session).feel(new State("u5", "state " + i, BigDecimal.ONE, NOON));
      }
      List<BatchResult> results = session.flushStatements();
      session.commit();
      assertThat(results).hasSize(1);
      assertThat(results.get(0).getUpdateCounts()).hasSize(20).containsOnly(1);
    }
    try (SqlSession session = sessions.openSession(true)) {
      assertThat(users(session).states("u5")).hasSize(20);
    }
  }

  /** What a transaction writes belongs to one shard; that is told, and nothing is half done. */
  @Test
  void transferIsDoneOrRefused() {
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String other = "u" + i;
      try (SqlSession session = sessions.openSession()) {
        users(session).pay("u5", -1);
        users(session).pay(other, 1);
        session.commit();
      } catch (PersistenceException e) {
        assertThat(e)
            .rootCause()
            .isInstanceOfSatisfying(
                SQLException.class, cause -> assertThat(cause.getSQLState()).isEqualTo("SR005"));
        refused.add(other);
      }
    }
    assertThat(refused.isEmpty()).isNotEqualTo(target.isSharded());
    try (SqlSession session = sessions.openSession(true)) {
      assertThat(users(session).totals()).containsEntry("total", new BigDecimal(1500));
      assertThat(users(session).find("u5").balance()).isEqualTo(500 - (5 - refused.size()));
    }
  }

  @Test
  void errorIsTold() {
    try (SqlSession session = sessions.openSession(true)) {
      assertThatThrownBy(() -> users(session).add(new User("u1", "again", 1)))
          .isInstanceOf(PersistenceException.class)
          .rootCause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
    }
  }
}
