package io.shardrouter.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements can prove that their shard holds the key, and where in their texts. */
class OwnProofTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "select name from users where id = ?|",
        "select ?::text, name from users where id = ? order by 2|",
        "select name from users where id = ?|;",
        "select name from users where id = ?| -- why",
        "select name from users where id = ?| /* where? */ ;",
        "select name from users where id = ? or id = 'b'|",
        "select name from users|",
        "select count(*) from users where id = ? group by age having count(*) > ?|",
        "select u.name from users u left join orders o on o.user_id = u.id where u.id = ?|",
        "select title from users, countries where id = ? and code = country|",
        "select g from users, generate_series(1, 3) g where id = ?|",
        "select random(), now(), current_user from users where id = ?|",
        "select name from users where id = 'a' and name = 'b''c' and tags ?? 'k'|",
        "select name from users where id = ? and exists (select from orders)|",
        "select name, (select max(amount) from orders where user_id = ?) from users where id = ?|",
        "select name from (select name from users where id = ? limit 3) u where name > 'a'|",
        "with u as (select * from users where id = ?) select name from u where age > 1|",
        "select row_number() over w from users where id = ? window w as (order by age)|",
      })
  void itTakesAnOffset(String before, String after) {
    String rest = after == null ? "" : after;
    String sql = before + rest;
    ProofPlace place = place(sql);
    assertThat(place.isNone()).as(sql).isFalse();
    assertThat(place.with("x", sql)).isEqualTo(before + " offset x" + rest);
    assertThat(place.parameters())
        .isEqualTo(before.replace("??", "").chars().filter(c -> c == '?').count());
  }

  /** It has one, or a LIMIT by which it is planned; or something reads by itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select name from users where id = ? limit 1",
        "select name from users where id = ? offset 1",
        "select name from users where id = ? fetch first row only",
        "select name from users where id = ? union all select id from orders where user_id = ?",
        "(select name from users where id = ?)",
        "select name from adults where id = ?",
        "select name from users where id = ? and my_function(name) > 1",
        "select name from users where id in (select my_function(user_id) from orders)",
        "select nextval('a'), name from users where id = ?",
        "select name from users where id = ? for update",
        "update users set name = 'x' where id = ?",
        "explain select name from users where id = ?",
        "/* shard:all */ select name from users where id = 'a'",
        "select name into copied from users where id = ?",
        "values (1)",
        "select name from guarded where id = ?",
        "select name from users where id in (select id from guarded)",
        "select u.name from users u join guarded g on g.id = u.id where u.id = ?",
      })
  void aGuardIsNeeded(String sql) {
    assertThat(place(sql)).isEqualTo(ProofPlace.NONE);
  }

  private static ProofPlace place(String sql) {
    return TestCatalog.shape(sql) instanceof Shape.Read read ? read.proof() : ProofPlace.NONE;
  }
}
