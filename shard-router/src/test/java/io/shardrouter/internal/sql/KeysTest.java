package io.shardrouter.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** To which keys statements are confined; as an attacker would try them. */
class KeysTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "?1 | select * from users where id = ?",
        "?1 | select * from users where ? = id",
        "?1 | select * from users where ((id) = (?))",
        "'u' | select * from users where id = 'u'",
        "'it''s' | select * from users where id = E'it\\'s'",
        "'a$b' | select * from users where id = $x$a$b$x$",
        "?2 | select * from users where name = ? and id = ?",
        "?1 | select * from users where id = ? and (name = 'x' or age > 3)",
        "?1,?2 | select * from users where id = ? or id = ?",
        "?1,?3 | select * from users where (id = ? and name = ?) or (name = 'x' and id = ?)",
        "?1,?2,NULL | select * from users where id in (?, ?, null)",
        "[?1] | select * from users where id = any(?)",
        "[?1] | select * from users where id = any(?::text[])",
        "'a',?1 | select * from users where id = some(array['a', ?])",
        "'a','c' | select * from users where (id, name) in (('a', 'b'), ('c', 'd'))",
        "?2 | select * from users where (name, id) = (?, ?)",
        "?1 | select * from users where id = ?::text",
        "?1 | select * from users where id::varchar = cast(? as pg_catalog.text)",
        "42 | select * from items where id = 42",
        "42 | select * from items where id = 42.0",
        "-5 | select * from items where id = -5",
        "'042' | select * from items where id = '042'",
        "'042' | select * from items where id = '042'::int8",
        "?1 | select * from items where id = ?::integer",
        "?1 | select * from devices where id = ?::uuid",
        "?1 | select * from daily where day = ?",
        "?1 | select * from \"Users\" where id = ?",
        "?1 | select * from public.users where public.users.id = ?",
        "?1 | select * from users as u(x, y) where x = ?",
        "?1 | select * from users id where id.id = ?",
        "?1 | select * from /* id = 'a' or */ users where /* /* */ true or */ id = ? -- or true",
        "?1 & ?1 | table users intersect select * from users where id = ?",
        "?1 & ?1 | select * from users u join orders o on o.user_id = u.id where u.id = ?",
        "?1 & ?1 | select * from users u, orders o where o.user_id = u.id and u.id = ?",
        "?1 & ?1 | select * from users u left join orders o on o.user_id = u.id where u.id = ?",
        "?1 & ?1 | select * from users u left join orders o on o.user_id = u.id"
            + " where o.user_id = ?",
        "?1 & ?1 | select * from users u full join orders o on o.user_id = u.id where u.id = ?",
        "?1 & ?1 | select * from orders o right join users u on o.user_id = u.id where u.id = ?",
        "?1 & ?1 | select * from orders join states using (user_id) where user_id = ?",
        "?1 & ?1 | select * from orders o join states s using (user_id) where s.user_id = ?",
        "?1 & ?1 | select u.id, (select count(*) from orders o where o.user_id = u.id)"
            + " from users u where u.id = ?",
        "?1 & ?1 | select * from users u where u.id = ?"
            + " and exists (select from orders o where o.user_id = u.id and o.amount > 3)",
        "?1 & ?1 | select * from users where id in (select user_id from orders where user_id = ?)",
        "?1 & ?1 | select * from users u, lateral (select * from orders o where o.user_id = u.id"
            + " order by created limit 3) x where u.id = ?",
        "?1 & ?1 | select * from users u left join (select user_id, count(*) from orders"
            + " group by user_id) o on o.user_id = u.id where u.id = ?",
        "?1 & ?2 | select * from users where id = ? union select * from users where id = ?",
        "?1 & 'a' | select * from (select * from users union all select * from users where id = 'a') x"
            + " where id = ?",
        "?1 | with u as (select * from users) select * from u where id = ?",
        "?1 | with u as (select * from users where id = ?) select * from u a, u b",
        "?1 & ?1 | with recursive t as (select order_id, user_id from orders where user_id = ?"
            + " union all select o.order_id, o.user_id from orders o join t"
            + " on o.order_id = t.order_id + 1 and o.user_id = t.user_id) select * from t",
        "?1 | select * from adults where id = ?",
        "?1 | select * from users u join countries c on c.code = u.country where u.id = ?",
        "?1 & ?1 | select * from orders o join users u on o.other = u.id"
            + " where o.other = ? and o.user_id = o.other",
        "?1 | select * from (values (?)) v(k) join users u on u.id = v.k",
        "[?1..?2] | select * from daily where day between ? and ?",
        "[?2..?1) | select * from daily where day < ? and day >= ?",
        "(?1..'2025-02-01'] | select * from daily where ? < day and date '2025-02-01' >= day",
        "[?1..?2) | select * from daily where n = 1 and (day >= ?::date and (day < ? and n > 3))",
        "?3 | select * from daily where day between ? and ? and day = ?",
        "?1,?2 | select * from daily where day in (?, ?) and day between ? and ?",
        "[?1..?2],?3 | select * from daily where day between ? and ? or day = ?",
        "[?1..NULL] | select * from daily where day between asymmetric ? and null",
        "[?1..?2) | delete from daily where day >= ? and day < ?",
      })
  void confined(String keys, String sql) {
    assertThat(describe(sql)).isEqualTo(keys);
  }

  static String describe(String sql) {
    Shape shape = TestCatalog.shape(sql);
    if (shape instanceof Shape.Read read) {
      return describe(read.keys());
    }
    return shape instanceof Shape.Write write ? describe(write.keys()) : shape.toString();
  }

  private static String describe(Keys keys) {
    String all =
        keys.constraints().stream()
            .map(constraint -> describe(constraint.values()))
            .collect(Collectors.joining(" & "));
    return keys.complete() ? all : "any";
  }

  private static String describe(ImmutableList<KeyValue> values) {
    return values.stream().map(KeysTest::describe).collect(Collectors.joining(","));
  }

  private static String describe(KeyValue value) {
    if (value instanceof KeyValue.Parameter parameter) {
      return "?" + parameter.index();
    }
    if (value instanceof KeyValue.Elements elements) {
      return "[?" + elements.index() + "]";
    }
    if (value instanceof KeyValue.Literal literal) {
      return literal.value() instanceof String text
          ? "'" + text.replace("'", "''") + "'"
          : literal.value().toString();
    }
    if (value instanceof KeyValue.Range range) {
      return (range.fromIncluded() ? "[" : "(")
          + describe(range.from())
          + ".."
          + describe(range.to())
          + (range.toIncluded() ? "]" : ")");
    }
    return "NULL";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from users",
        "select * from users where id = ? or true",
        "select * from users where id = ? or name = 'x'",
        "select * from users where not (id = ?)",
        "select * from users where not id = ?",
        "select * from users where id <> ?",
        "select * from users where id = ? && tags",
        "select * from users where id = ? || name",
        "select * from users where id || name = ?",
        "select * from users where (id = ?) is true",
        "select * from users where (id = ?) is not false",
        "select * from users where (id = ?) = (name = 'x')",
        "select * from users where coalesce(id = ?, true)",
        "select * from users where case when id = ? then true else true end",
        "select * from users where id is not distinct from ?",
        "select * from users where id operator(pg_catalog.=) ?",
        "select * from users where id >= ?",
        "select * from users where id like ?",
        "select * from users where id between ? and ?",
        "select * from daily where day not between ? and ?",
        "select * from daily where day between symmetric ? and ?",
        "select * from daily where day >= ?",
        "select * from daily where day >= ? or day < ?",
        "select * from daily where not (day >= ? and day < ?)",
        "select * from daily where day >= ? and day < current_date",
        "select * from daily where day >= ? and day < timestamp '2025-02-01 12:00'",
        "select * from daily where day + 1 between ? and ?",
        "select * from daily where (day between ? and ?) is not false",
        "select * from items where id between ? and ?",
        "select * from users where id not in (?)",
        "select * from users where id = all(?)",
        "select * from users where id <> any(?)",
        "select * from users where lower(id) = ?",
        "select * from users where id = lower(?)",
        "select * from users where id = ? collate \"C\"",
        "select * from users where id = ?::varchar(3)",
        "select * from users where id = ?::char(3)",
        "select * from users where id = ?::uuid::text",
        "select * from users where id = ?::int::text",
        "select * from users where id = any(?::uuid[]::text[])",
        "select * from users where id = name",
        "select * from users where 'id' = ?",
        "select * from users where \"Id\" = ?",
        "select * from items where id = ?::float8",
        "select * from items where id = 1.5",
        "select * from items where id = ?::numeric",
        "select * from devices where id = ?::text::uuid",
        "select * from users, users u2 where users.id = ?",
        "select * from users u join orders o on o.user_id = u.name where u.id = ?",
        "select * from users u left join orders o on o.user_id = u.id and u.id = ?",
        "select * from users u left join orders o on o.user_id = ? where u.name = 'x'",
        "select * from users u right join orders o on o.user_id = u.id and u.id = ?",
        "select * from users u full join orders o on o.user_id = u.id and u.id = ?",
        "select * from users u full join orders o on u.id = ? and o.user_id = u.id",
        "select * from users full join orders on user_id = id" + " where coalesce(id, user_id) = ?",
        "select * from users u left join orders o on o.user_id = u.id where o.user_id = ?"
            + " or o.user_id is null",
        "select * from users where id = ? union select * from users",
        "select * from users union all select * from users where id = ?",
        "select * from users except select * from users where id = ?",
        "select u.id, (select count(*) from orders o) from users u where u.id = ?",
        "select u.id, (select count(*) from orders o where o.user_id = id) from users u"
            + " where u.name = ?",
        "select * from users u where u.id = ? and exists (select from orders)",
        "select * from users u where exists (select from orders o where o.user_id = u.id"
            + " and o.user_id = ?)",
        "select * from users u where u.id not in (select user_id from orders where user_id = ?)",
        "select * from users where id in (select user_id from orders)",
        "select * from users where id = ? order by (select max(amount) from orders)",
        "select * from users where id = ? limit (select count(*) from orders)",
        "select * from users where id = ? group by id, name having count(*)"
            + " > (select count(*) from orders)",
        "select count(*) filter (where exists (select from orders)) from users where id = ?",
        "select sum(age) over (order by (select 1 from orders)) from users where id = ?",
        "select * from users where id = ? and age = any(select qty from orders)",
        "select * from users where id = ? and age in (array[(select qty from orders)])",
        "select * from users u, generate_series(1, (select max(qty) from orders)) g"
            + " where u.id = ?",
        "with o as (select * from orders) select * from users where id = ?",
        "with u as (select * from users) select * from u a, u b where a.id = ? and b.id = a.id",
        "with u as (select * from users limit 3) select * from u where id = ?",
        "select * from (select * from users limit 3) u where id = ?",
        "select * from (select * from users offset 3) u where id = ?",
        "select * from (select distinct on (name) * from users order by name) u where id = ?",
        "select * from (select id, row_number() over (order by age) from users) u where id = ?",
        "select * from (select max(id) as id from users) u where id = ?",
        "select * from (select id, count(*) from users group by rollup (id)) u where id = ?",
        "select * from (select id || '' as id from users) u where id = ?",
        "select * from (select name as id from users) u where id = ?",
        "with recursive t as (select order_id, user_id from orders where user_id = ?"
            + " union all select o.order_id, o.user_id from orders o join t"
            + " on o.order_id = t.order_id + 1) select * from t",
        "with recursive t as (select user_id, other from orders where user_id = ? union all"
            + " select o.user_id, o.other from orders o join t on o.user_id = t.other)"
            + " select * from t",
        "select * from adults",
        "select * from counted where country = ?",
        "select * from orders where fixed = ? and user_id = fixed",
        "select * from orders where ratio = 1 and user_id::float8 = ratio",
        "select * from users cross join lateral (select * from orders limit 3) x where id = ?",
        "select * from users u where (select u.id from countries limit 1) = ?",
        "select * from users where id = ? or id in (select code from countries)",
        "delete from users",
        "update users set name = 'x' where name = ?",
        "delete from orders o using users u where u.id = ?",
        "with d as (delete from orders) select * from users where id = ?",
        "merge into users u using orders o on u.id = o.user_id and o.user_id = 'a'"
            + " when matched then delete",
        "select * from users order by id limit 1 for update skip locked",
      })
  void notConfined(String sql) {
    assertThat(describe(sql)).isEqualTo("any");
  }
}
