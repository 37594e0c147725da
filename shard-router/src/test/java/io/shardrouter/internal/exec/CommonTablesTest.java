package io.shardrouter.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where common table expressions go in a text, and where they had better not. */
class CommonTablesTest {
  private static Optional<String> before(String sql) {
    return CommonTables.before(sql, List.of("users", "Odd \"One"), "T");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "  SELECT * from users",
        "select(1)",
        "values (1)",
        "table users",
        "/* a */ -- b\n select 1",
        "(select 1) union (select 2)",
        "( ( select 1 ) )",
        "(values (1))",
        "/* shard:all */select 1"
      })
  void theyGoInFrontOfAQueryWithoutAny(String sql) {
    assertThat(before(sql)).contains("with T\n" + sql);
  }

  @Test
  void theyGoInFrontOfThoseThatAreThere() {
    assertThat(before("with a as (select 1) select * from a, users"))
        .contains("with T, a as (select 1) select * from a, users");
    assertThat(before("-- x\nWITH/**/recursive a as (select 1) select 1"))
        .contains("-- x\nWITH/**/recursive T, a as (select 1) select 1");
    assertThat(before("with usersx as (select 1) select * from users as u"))
        .contains("with T, usersx as (select 1) select * from users as u");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // One of the names is defined, or may be.
        "with users as (select 1) select * from users",
        "with a as (select 1), \"users\" as materialized (select 1) select 1",
        "with a as (select 1), USERS (x, y)/* z */ as (select 1) select 1",
        "with a as (select 1), Users as not materialized (select 1) select 1",
        // A list of expressions cannot be put in front of another one that is in parentheses.
        "(with a as (select 1) select * from a)",
        "( /* x */ ((with a as (select 1) select * from a)))",
        // Comments in comments are PostgreSQL's to read.
        "/* a /* b */ c */ select 1",
        "explain select 1",
        "withdraw",
        ""
      })
  void inDoubtTheyGoNowhere(String sql) {
    assertThat(before(sql)).isEmpty();
  }

  @Test
  void longCommentsAreRead() {
    String comment = "/*" + " * / ".repeat(100_000) + "*/" + "-- x\n".repeat(50_000);
    assertThat(before(comment + "select 1")).contains("with T\n" + comment + "select 1");
  }
}
