package io.shardrouter.it.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.it.targets.Databases;
import io.shardrouter.it.targets.Target;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The entities behave alike whatever the URL leads to. */
@ParameterizedClass
@EnumSource(Target.class)
class HibernateIT {
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00Z");

  private static Databases databases;
  private static SessionFactory factory;
  private static Users users;

  @Parameter Target target;

  @BeforeParameterizedClassInvocation
  static void start(Target target) throws SQLException {
    databases = Databases.of(target);
    factory = Persistence.open(databases.url());
    users = new Users(factory);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    factory.close();
    databases.close();
  }

  @BeforeEach
  void fiveUsers() throws SQLException {
    databases.execute("truncate users, consciousness_states");
    for (int i = 0; i < 5; i++) {
      users.add(new User("u" + i, "name " + i, 100L * i));
    }
  }

  private static User user(String id) {
    return users.find(id).orElseThrow();
  }

  @Test
  void userIsFoundAndChanged() {
    users.change("u3", user -> user.rename("changed"));
    assertThat(user("u3").name()).isEqualTo("changed");
    assertThat(users.find("none")).isEmpty();
  }

  @Test
  void detachedUserIsMerged() {
    User detached = user("u2");
    detached.pay(11);
    users.merge(detached);
    assertThat(user("u2").balance()).isEqualTo(211);
    users.merge(new User("new", "New", 1));
    assertThat(user("new").name()).isEqualTo("New");
  }

  @Test
  void userIsRemoved() {
    users.remove("u0");
    assertThat(users.count()).isEqualTo(4);
  }

  @Test
  void statesBelongToTheirUser() {
    users.feel("u1", NOON, "calm", "awake");
    users.feel("u2", NOON, "calm");
    assertThat(users.statesOf("u1")).containsExactly("awake", "calm");
    assertThat(users.statesByKey("u1"))
        .extracting(ConsciousnessState::feltAt)
        .containsExactly(NOON, NOON);
  }

  @Test
  void stateIsChangedAndRemovedWithItsUsersKey() {
    UUID id = users.feel("u4", NOON, "calm").get(0);
    users.changeState(id, "wild");
    assertThat(users.state(id)).contains("wild");
    users.removeState(id);
    assertThat(users.state(id)).isEmpty();
  }

  @Test
  void queriesGoOverAllUsers() {
    assertThat(users.richest(1, 2)).extracting(User::id).containsExactly("u3", "u2");
    assertThat(users.totals()).containsExactly(5L, 1000L, 200.0, "name 4");
    assertThat(users.named("name %", 100, 300)).containsExactly("u1", "u2", "u3");
  }

  @Test
  void joinsAndGroupsGoOverAllUsers() {
    users.feel("u1", NOON, "calm");
    users.feel("u3", NOON, "calm", "awake");
    assertThat(users.felt()).containsExactly("calm 2 4.0", "awake 1 5.0");
    assertThat(users.withStates(List.of("u1", "u2", "u3")))
        .extracting(user -> user.id() + ":" + user.states().size())
        .containsExactly("u1:1", "u3:2");
    assertThat(users.withoutStates()).containsExactly("u0", "u2", "u4");
  }

  @Test
  void updateAndDeleteByQueryNameTheirKey() {
    users.feel("u1", NOON, "calm");
    assertThat(users.payByQuery("u1", 5)).isEqualTo(1);
    assertThat(users.forgetStates("u1")).isEqualTo(1);
    assertThat(user("u1").balance()).isEqualTo(105);
  }

  @Test
  void insertsOfOneUserAreABatch() {
    String[] many = new String[50];
    for (int i = 0; i < many.length; i++) {
      many[i] = "state " + i;
    }
    users.feel("u2", NOON, many);
    assertThat(users.statesOf("u2")).hasSize(50);
  }

  @Test
  void rowIsLocked() {
    assertThat(users.lockedBalance("u4")).isEqualTo(400);
  }

  @Test
  void rowsAreReadOneByOne() {
    assertThat(users.streamed()).isEqualTo("u0u1u2u3u4");
  }

  @Test
  void nativeQueryIsRouted() {
    assertThat(users.nameBySql("u1")).isEqualTo("name 1");
  }

  @Test
  void staleUserIsNotWritten() {
    User first = user("u2");
    User stale = user("u2");
    first.pay(11);
    users.merge(first);
    stale.pay(1000);
    assertThatThrownBy(() -> users.merge(stale)).isInstanceOf(OptimisticLockException.class);
    assertThat(user("u2").balance()).isEqualTo(211);
  }

  @Test
  void userChangedMeanwhileIsNotWritten() {
    assertThatThrownBy(
            () ->
                users.change(
                    "u3",
                    mine -> {
                      users.change("u3", other -> other.pay(1));
                      mine.pay(1000);
                    }))
        .isInstanceOf(OptimisticLockException.class);
    assertThat(user("u3").balance()).isEqualTo(301);
  }

  /** What a transaction writes belongs to one shard; that is told, and nothing is half done. */
  @Test
  void transferIsDoneOrRefused() {
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      try {
        users.transfer("u4", "u" + i, 1);
      } catch (JDBCException e) {
        assertThat(e.getSQLState()).isEqualTo("SR005");
        refused.add("u" + i);
      }
    }
    assertThat(refused.isEmpty()).isNotEqualTo(target.isSharded());
    assertThat(users.totals()[1]).isEqualTo(1000L);
    assertThat(user("u4").balance()).isEqualTo(400 - (4 - refused.size()));
  }

  @Test
  void failedTransactionIsUndone() {
    assertThatThrownBy(() -> users.payAndFail("u1"))
        .isInstanceOf(ConstraintViolationException.class);
    assertThat(user("u1").balance()).isEqualTo(100);
  }
}
