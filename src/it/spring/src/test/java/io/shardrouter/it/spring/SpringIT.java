package io.shardrouter.it.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.shardrouter.it.targets.Databases;
import io.shardrouter.it.targets.Target;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The service gives the same answers whatever its {@code DataSource} is. */
@ParameterizedClass
@EnumSource(Target.class)
class SpringIT {
  private static Databases databases;
  private static HikariDataSource pool;
  private static AnnotationConfigApplicationContext context;

  @Parameter Target target;

  private Users users;
  private Accounts accounts;

  @BeforeParameterizedClassInvocation
  static void start(Target target) throws SQLException {
    databases = Databases.of(target);
    HikariConfig config = new HikariConfig();
    config.setDataSource(databases.dataSource());
    config.setMaximumPoolSize(4);
    pool = new HikariDataSource(config);
    context = Service.start(pool);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    context.close();
    pool.close();
    databases.close();
  }

  @BeforeEach
  void tenUsers() throws SQLException {
    databases.execute("truncate users, consciousness_states");
    users = context.getBean(Users.class);
    accounts = context.getBean(Accounts.class);
    for (int i = 0; i < 10; i++) {
      users.add(new User("u" + i, "name " + i, 100L * i));
    }
  }

  @Test
  void userIsFoundByKey() {
    assertThat(users.find("u3")).contains(new User("u3", "name 3", 300));
    assertThat(users.find("nobody")).isEmpty();
  }

  @Test
  void usersAreReadOverAll() {
    assertThat(users.count()).isEqualTo(10);
    assertThat(users.total()).isEqualTo(4500);
    assertThat(users.richest(3, 1)).extracting(User::id).containsExactly("u8", "u7", "u6");
    assertThat(users.named(List.of("u9", "u1", "none", "u4")))
        .extracting(User::id)
        .containsExactly("u1", "u4", "u9");
    try (Stream<User> all = users.stream()) {
      assertThat(all.map(User::id)).hasSize(10).isSorted();
    }
  }

  @Test
  void statesAreAddedAndRead() {
    assertThat(users.feel("u1", "awake", new BigDecimal("2.50"))).isNotNull();
    assertThat(users.feelAll("u1", List.of("calm", "awake"))).containsExactly(1, 1);
    users.feelAll("u8", List.of("calm"));
    assertThat(users.states("u1")).containsExactly("awake", "awake", "calm");
    assertThat(users.mood())
        .extracting(row -> row.get("state") + " " + row.get("often") + " " + mean(row))
        .containsExactly("awake 2 1.75", "calm 2 1");
    assertThat(users.statesOfTheRich()).containsExactly("calm");
  }

  private static String mean(Map<String, Object> row) {
    return ((BigDecimal) row.get("mean")).stripTrailingZeros().toPlainString();
  }

  @Test
  void transactionIsWholeOrNothing() {
    accounts.open(new User("new", "New", 1), "curious");
    assertThat(users.states("new")).containsExactly("curious");
    assertThatThrownBy(() -> accounts.openAndFail(new User("lost", "Lost", 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(users.find("lost")).isEmpty();
    assertThat(users.count()).isEqualTo(11);
  }

  @Test
  void errorsAreTranslated() {
    assertThatThrownBy(() -> users.add(new User("u1", "again", 1)))
        .isInstanceOf(DuplicateKeyException.class);
    assertThatThrownBy(() -> accounts.open(new User("u2", "again", 1), "x"))
        .isInstanceOf(DuplicateKeyException.class);
    assertThat(users.count()).isEqualTo(10);
  }

  @Test
  void readOnlyTransactionReadsOneAndAll() {
    assertThat(accounts.greeting("u5")).isEqualTo("name 5 of 10");
  }

  @Test
  void repeatableReadSeesNothingNew() {
    assertThat(accounts.twice(() -> accounts.alone(new User("meanwhile", "M", 1000))))
        .containsExactly(4500L, 4500L);
    assertThat(users.total()).isEqualTo(5500);
  }

  @Test
  void rowIsLockedAndChanged() {
    assertThat(accounts.withdraw("u5", 200)).isEqualTo(300);
    assertThatThrownBy(() -> accounts.withdraw("u5", 2000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(users.find("u5").orElseThrow().balance()).isEqualTo(300);
  }

  @Test
  void nestedTransactionIsUndoneByItself() {
    new TransactionTemplate(context.getBean(JdbcTransactionManager.class))
        .executeWithoutResult(
            status -> {
              users.pay("u1", 1);
              assertThatThrownBy(() -> accounts.nested("u1", 50, true))
                  .isInstanceOf(IllegalStateException.class);
              accounts.nested("u1", 10, false);
            });
    assertThat(users.find("u1").orElseThrow().balance()).isEqualTo(111);
  }

  /** What a transaction writes belongs to one shard; that is told, and nothing is half done. */
  @Test
  void transferIsDoneOrRefused() {
    List<String> done = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      try {
        accounts.transfer("u9", "u" + i, 1);
        done.add("u" + i);
      } catch (DataAccessException e) {
        assertThat(((SQLException) e.getRootCause()).getSQLState()).isEqualTo("SR005");
      }
    }
    assertThat(done.size() < 9).isEqualTo(target.isSharded());
    assertThat(users.total()).isEqualTo(4500);
    assertThat(users.find("u9").orElseThrow().balance()).isEqualTo(900 - done.size());
  }
}
