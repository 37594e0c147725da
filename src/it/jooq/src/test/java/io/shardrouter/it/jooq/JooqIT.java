package io.shardrouter.it.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.it.jooq.Users.User;
import io.shardrouter.it.targets.Databases;
import io.shardrouter.it.targets.Target;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The service gives the same answers whatever its {@code DataSource} is. */
@ParameterizedClass
@EnumSource(Target.class)
class JooqIT {
  private static Databases databases;
  private static Users users;

  @Parameter Target target;

  @BeforeParameterizedClassInvocation
  static void start(Target target) throws SQLException {
    databases = Databases.of(target);
    users = new Users(databases.dataSource());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    databases.close();
  }

  @BeforeEach
  void sixUsers() throws SQLException {
    databases.execute("truncate users, consciousness_states");
    for (int i = 0; i < 6; i++) {
      assertThat(users.add(new User("u" + i, "name " + i, 100L * i))).isEqualTo(1);
    }
  }

  @Test
  void userIsFoundPaidAndRemoved() {
    assertThat(users.find("u2")).contains(new User("u2", "name 2", 200));
    assertThat(users.pay("u2", 5)).isEqualTo(205);
    assertThat(users.remove("u2")).isEqualTo(1);
    assertThat(users.find("u2")).isEmpty();
  }

  @Test
  void conflictIsSettled() {
    assertThat(users.addOrRename(new User("u1", "other", 9))).isEqualTo(1);
    assertThat(users.find("u1")).contains(new User("u1", "other", 100));
    assertThatThrownBy(() -> users.add(new User("u1", "again", 1)))
        .isInstanceOf(IntegrityConstraintViolationException.class);
  }

  @Test
  void usersAreReadOverAll() {
    assertThat(users.size()).isEqualTo(6);
    assertThat(users.total()).isEqualByComparingTo("1500");
    assertThat(users.richest(2, 1)).containsExactly("u4", "u3");
    assertThat(users.named(List.of("u5", "u0", "none"))).containsExactly("name 0", "name 5");
    assertThat(users.aboveAverage()).containsExactly("u3", "u4", "u5");
    assertThat(users.streamed()).isEqualTo("u0u1u2u3u4u5");
  }

  @Test
  void statesAreGroupedAndRanked() {
    assertThat(users.feel("u1", "calm", new BigDecimal("2.50"))).isNotNull();
    assertThat(users.feelAll("u1", List.of("awake", "wild"))).containsExactly(1, 1);
    users.feelAll("u4", List.of("calm"));
    users.feelAll("u5", List.of("calm", "awake"));
    assertThat(users.mood()).containsExactly("calm 3 1.5 3", "awake 2 1 2", "wild 1 1 1");
    assertThat(users.strongest()).containsExactly("u1 calm", "u4 calm", "u5 awake");
    assertThat(users.usersWho("awake")).containsExactly("u1", "u5");
    assertThat(users.statesOf("u5")).containsExactly("name 5 awake", "name 5 calm");
    assertThat(users.statesOf("u0")).containsExactly("name 0 null");
    assertThat(users.words())
        .containsExactly("awake", "calm", "u0", "u1", "u2", "u3", "u4", "u5", "wild");
  }

  @Test
  void transactionIsWholeOrNothing() {
    users.open(new User("new", "New", 1), "curious", false);
    assertThat(users.statesOf("new")).containsExactly("New curious");
    assertThatThrownBy(() -> users.open(new User("lost", "Lost", 1), "x", true))
        .isInstanceOf(IllegalStateException.class);
    assertThat(users.find("lost")).isEmpty();
  }

  /** What a transaction writes belongs to one shard; that is told, and nothing is half done. */
  @Test
  void transferIsDoneOrRefused() {
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      try {
        users.transfer("u5", "u" + i, 1);
      } catch (DataAccessException e) {
        assertThat(e.sqlState()).isEqualTo("SR005");
        refused.add("u" + i);
      }
    }
    assertThat(refused.isEmpty()).isNotEqualTo(target.isSharded());
    assertThat(users.total()).isEqualByComparingTo("1500");
    assertThat(users.richest(1, 0)).containsExactly("u5");
    assertThat(users.find("u5").orElseThrow().balance()).isEqualTo(500 - (5 - refused.size()));
  }

  @Test
  void tablesAreDescribed() {
    assertThat(users.columns()).containsExactly("user_id", "id", "state", "intensity", "felt_at");
  }
}
