package io.shardrouter.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.shardrouter.SqlState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of what shape statements are. */
class ShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "Transaction | begin",
        "Transaction | /* x */ start transaction isolation level serializable",
        "Transaction | COMMIT;",
        "Transaction | rollback to savepoint a",
        "Transaction | release a",
        "Transaction | /* shard:id=1 */ commit",
        "Setting | set search_path = a, b",
        "Setting | reset all",
        "Setting | set a = 1; set b = 2;",
        "Anywhere | show all",
        "Anywhere | ",
        "Anywhere | -- nothing",
        "Anywhere | select 1",
        "Anywhere | select now(), random(), gen_random_uuid()",
        "Anywhere | select * from countries where code = ?",
        "Anywhere | select relname from pg_class",
        "Anywhere | select current_database(), pg_get_viewdef(c.oid) from pg_catalog.pg_class c",
        "Anywhere | select * from pg_catalog.pg_class c, countries",
        "Unknown | select * from nosuch",
        "Anywhere | select * from other.users",
        "Anywhere | with users as (select 1 as id) select * from users where id = 1",
        "Anywhere | values (1)",
        "Home | select * from home join countries on true",
        "Home | insert into home values (1, 2)",
        "Home | select my_function(x) from home for update",
        "Everywhere | create table a (b int)",
        "Everywhere | truncate users",
        "Everywhere | insert into countries values ('a', 'b')",
        "Everywhere | explain analyze delete from countries",
        "Everywhere | select * from countries for update",
        "OnShard | /* shard:id=2 */ vacuum",
        "Hinted | /* other *//* shard:key='u1' group=user */ copy a from stdin",
        "Hinted | /* shard:key=?1 group=item */ select ?",
        "Hinted | /* shard:key=-7 group=item */ select 1; select 2",
        "Read | /* shard:all */ select id from users",
        "Read | select * from users",
        "Read | explain select * from users where id = ?",
        "Write | select * from users where id = ? for key share",
        "Write | select * from (select * from users where id = ? for update) x",
        "Write | with d as (delete from users where id = ? returning *) table d",
        "Write | insert into users values (?, ?)",
        "Refused | select 1; select 2",
        "Refused | copy users from stdin",
        "Refused | call f(?)",
        "Refused | do $$ $$",
        "Refused | lock table users",
        "Refused | select my_function(1)",
        "Refused | select nextval('s')",
        "Refused | select set_config('search_path', 'app', false) from users where id = ?",
        "Refused | select app.lower('x')",
        "Refused | select app.version()",
        "Refused | select pg_catalog.my_function()",
        "Refused | select * from nowhere",
        "Refused | select * from nowhere where id = ?",
        "Refused | delete from users u using home h where u.id = ? and h.id = u.id",
        "Read | select * from users u, home h where u.id = ? and h.id = u.id",
        "Unknown | select * from users, nosuch where users.id = ?",
        "Refused | insert into countries select id, name from users where id = ?",
        "Refused | update adults set name = 'x' where id = ?",
        "Refused | /* shard:all */ delete from users",
        "Refused | /* shard:all */ select * from users for update",
        "Refused | /* shard:nonsense */ select 1",
        "Refused | /* shard:key=?1 */ select 1",
        "Refused | /* shard:key='a' group=nosuch */ select 1",
        "Refused | /* shard:id=1 */ /* shard:id=2 */ select 1",
        "Refused | select '/* shard:id=2 */' from from",
        "Refused | select * from users where",
        "Refused | with recursive a as (select * from b), b as (select 1) select * from a",
      })
  void is(String shape, String sql) {
    assertThat(TestCatalog.shape(sql == null ? "" : sql).getClass().getSimpleName())
        .isEqualTo(shape);
  }

  @Test
  void hintRoutesWhatIsNotRead() {
    assertThat(TestCatalog.shape("-- shard:id=2\nselect { what is this"))
        .isEqualTo(new Shape.OnShard(2));
  }

  @Test
  void hintInTheTextItselfIsNone() {
    assertThat(TestCatalog.shape("select '/* shard:id=2 */', * from users where id = 'a'"))
        .isInstanceOf(Shape.Read.class);
  }

  @Test
  void refusalTellsWhereReadingEnded() {
    Shape shape = TestCatalog.shape("select * from users where id = = ?");
    assertThat(((Shape.Refused) shape).refusal().message())
        .contains("beyond character 32", "bind a key");
  }

  @Test
  void tablesOfTheDefaultShardAreNotReadWhereAKeyIs() {
    assertThat(KeysTest.describe("select * from users u, home h where u.id = ? and h.id = u.id"))
        .isEqualTo("any");
  }

  @Test
  void searchPathDecidesWhichTableIsMeant() {
    Analyser analyser = new Analyser(TestCatalog.catalog());
    String sql = "select * from users";
    assertThat(analyser.shape(sql, ImmutableList.of("public", "pg_catalog")))
        .isInstanceOf(Shape.Read.class);
    assertThat(analyser.shape(sql, ImmutableList.of("other", "public")))
        .isInstanceOf(Shape.Anywhere.class);
    assertThat(analyser.shape("select * from public.users", ImmutableList.of("other")))
        .isInstanceOf(Shape.Read.class);
  }

  @Test
  void statementSeenBeforeIsNotAnalysedAgain() {
    Analyser analyser = new Analyser(TestCatalog.catalog());
    String sql = "select * from users where id = ?";
    Shape first = analyser.shape(sql, TestCatalog.PATH);
    assertThat(analyser.shape(new String(sql.toCharArray()), TestCatalog.PATH)).isSameAs(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "?1 | insert into users values (?, ?)",
        "?2 | insert into users (name, id) values (?, ?)",
        "?1 & 'b' | insert into users (id) values (?), ('b')",
        "?1 | insert into users (id) values (?::text) on conflict (id) do update"
            + " set name = excluded.name, id = excluded.id returning *",
        "?1 | insert into orders (order_id, user_id) select 1, ?",
        "?1 & ?1 | insert into orders (user_id, order_id) select id, 1 from users where id = ?",
        "?1 & ?1 | insert into orders select * from orders where user_id = ?",
        "?2 | update users set name = ? where id = ?",
        "'a' | update users set id = 'a', name = 'b' where id = 'a'",
        "'a' | update users set (id, name) = (id, 'b') where id = 'a'",
        "?1 & ?1 | update orders o set amount = 1 from users u where o.user_id = u.id and u.id = ?",
        "?1 & ?1 | delete from orders o using users u where u.id = o.user_id and u.id = ?",
        "?1 & ?1 | delete from orders where user_id in (select id from users where id = ?)",
        "?1 & ?1 | with x as (select id from users where id = ?) delete from orders"
            + " where user_id = (select id from x) and user_id in (select id from x)",
        "?1 & ?1 | merge into users u using (values (?, 'x')) s (id, name) on u.id = s.id"
            + " when matched then update set name = s.name"
            + " when not matched then insert (id, name) values (s.id, s.name)",
        "?1 | with d as (delete from orders where user_id = ? returning amount) select sum(amount)"
            + " from d",
        "?1 & ?2 | update users set id = ? where id = ?",
        "'b' & 'a' | update users set id = 'b' where id = 'a' returning id",
        "?1 & 'a','b' | update users set id = ? where id in ('a', 'b')",
        "'c' & 'a' | update users set (name, id) = ('x', 'c') where id = 'a'",
        "'x' & ?1 & 'x' | update users u set id = o.user_id from orders o where u.id = ?"
            + " and o.user_id = 'x'",
        "?1 & ?2 | insert into users (id) values (?) on conflict (id) do update set id = ?",
        "'b' & ?1 | merge into users u using (values (?)) s (id) on u.id = s.id"
            + " when matched then update set id = 'b'",
      })
  void writesTo(String keys, String sql) {
    assertThat(KeysTest.describe(sql)).isEqualTo(keys);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into users default values",
        "insert into users (name) values (?)",
        "insert into users (id) values (default)",
        "insert into users (id) values (null)",
        "insert into users (id) values (lower(?))",
        "insert into users (id) values (?::varchar(3))",
        "insert into users (id) values (?), ((select id from users where name = 'x'))",
        "insert into orders (user_id) select id from users",
        "insert into orders (user_id) select lower(id) from users where id = ?",
        "insert into orders select name, 1 from users where id = ?",
        "insert into orders (user_id) select id from users where id = ? union select name from"
            + " users where id = 'a'",
        "merge into users u using countries c on u.id = c.code"
            + " when not matched then insert (id) values (c.code)",
      })
  void insertOfUnknownKeyIsABadKey(String sql) {
    assertThat(refusal(sql).state()).isEqualTo(SqlState.BAD_KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update users set id = 'a'",
        "update users set id = ?",
        "update users set id = ? where name = ?",
        "update users set id = lower(?) where id = 'a'",
        "update users set id = id || '-' where id = 'a'",
        "update users set id = name where id = 'a'",
        "with u as (update users set id = 'b' where id = 'a' returning id) select * from orders"
            + " where user_id in (select id from u)",
        "insert into users (id) values (?) on conflict (name) do update set id = 'b'",
        "merge into users u using countries c on u.id = c.code"
            + " when matched then update set id = 'b'",
        "update users set (name, id) = (select 'x', 'y') where id = 'a'",
        "update users set id = default where id = 'a'",
        "insert into users (id) values (?) on conflict (name) do update set id = excluded.id",
        "insert into users (id) values (?) on conflict (id) do update set id = excluded.name",
        "insert into users (id) values (?) on conflict (id) do update set id = lower(users.id)",
      })
  void keyIsNotChanged(String sql) {
    assertThat(refusal(sql).clause()).isEqualTo("SET id");
  }

  private static Refusal refusal(String sql) {
    Shape shape = TestCatalog.shape(sql);
    assertThat(shape).isInstanceOf(Shape.Refused.class);
    return ((Shape.Refused) shape).refusal();
  }
}
