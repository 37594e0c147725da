package io.shardrouter.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the answers of several shards become one. */
class GatheringTest {
  private static Gathering gathering(String sql) {
    Shape shape = TestCatalog.shape(sql);
    assertThat(shape).isInstanceOf(Shape.Read.class);
    return ((Shape.Read) shape).gathering();
  }

  private static Gathering.Merge merge(String sql) {
    return (Gathering.Merge) gathering(sql);
  }

  private static Gathering.Finish finish(String sql) {
    return (Gathering.Finish) gathering(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from users",
        "select id, name from users where age > ? and name like ?",
        "select distinct id, name from users",
        "select distinct on (id) name from users",
        "select id, count(*), max(age) from users group by id, name having count(*) > 1",
        "select user_id u, sum(amount) from orders group by u",
        "select user_id, sum(amount) from orders group by 1",
        "select id, rank() over (partition by id order by age) from users",
        "select rank() over w from users window v as (partition by id), w as (v order by age)",
        "select * from users u join orders o on o.user_id = u.id",
        "select * from users u join orders o on true where o.user_id = u.id",
        "select * from users u left join orders o on o.user_id = u.id and o.amount > 3",
        "select * from users u full join orders o on o.user_id = u.id",
        "select * from orders join states using (user_id) join users on id = user_id",
        "select * from users u left join orders o on o.user_id = u.id"
            + " left join states s on s.user_id = o.user_id",
        "select * from users u join countries c on c.code = u.country",
        "select * from users u left join countries c on c.code = u.country",
        "select * from countries c right join users u on c.code = u.country",
        "select * from countries c left join users u on c.code = u.country where u.age > 3"
            + " and u.name = c.title",
        "select * from users u, generate_series(1, u.age) g",
        "select u.name, (select count(*) from orders o where o.user_id = u.id) from users u",
        "select u.name, (select title from countries where code = u.country) from users u",
        "select (select max(o.amount * u.age) from orders o where o.user_id = u.id) from users u",
        "select * from users u where exists (select from orders o where u.id = o.user_id"
            + " and exists (select from states s where s.user_id = o.user_id limit 1))",
        "select * from users where id in (select user_id from orders)",
        "select * from users where id not in (select user_id from orders where amount > 3)",
        "select * from users where country in (select code from countries)",
        "select * from users u, lateral (select * from orders o where o.user_id = u.id"
            + " order by amount limit 3) x",
        "select * from users u left join (select user_id, count(*) c from orders group by user_id)"
            + " o on o.user_id = u.id",
        "with o as (select user_id, sum(amount) s from orders group by user_id)"
            + " select * from o a join o b on a.user_id = b.user_id",
        "select id from users union all select user_id from orders",
        "select id, name from users union select user_id, name from orders",
        "select id from users except select user_id from orders",
        "with recursive t as (select user_id, order_id from orders where qty = 1 union all"
            + " select o.user_id, o.order_id from orders o join t on o.user_id = t.user_id"
            + " and o.order_id = t.order_id + 1) select * from t",
        "select * from adults where name = ?",
        "select u from users u",
      })
  void answersStandBesideEachOther(String sql) {
    assertThat(merge(sql).text().sql()).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select name, array_agg(age) from users group by name",
        "select distinct on (name) * from users",
        "select id, rank() over (order by age) from users",
        "select id, rank() over (partition by name order by age) from users",
        "select rank() over w from users window w as (order by id)",
        "select id, count(*), string_agg(name, ',') from users group by rollup (id)",
        "select * from users u join orders o on o.other = u.id",
        "select * from users u, orders o",
        "select * from users u left join orders o on true where o.user_id = u.id or o.amount > 3",
        "select * from users u left join orders o on o.other = u.id",
        "select * from countries c left join users u on c.code = u.country",
        "select * from users u full join countries c on c.code = u.country",
        "select * from users u join items i on i.id = u.ref",
        "select * from users u join devices d on d.user_id = u.id",
        "select * from users u where exists (select from devices d where d.user_id = u.id)",
        "select * from items i where id in (select ref from users)",
        "select u.name, (select count(*) from orders) from users u",
        "select u.name, (select count(*) from orders o where o.other = u.id) from users u",
        "select * from users where name in (select user_id from orders)",
        "select * from users where id in (select other from orders)",
        "select * from users where id in (select user_id from orders limit 3)",
        "select * from users u left join orders o on o.user_id = u.id"
            + " where o.user_id not in (select user_id from states)",
        "select * from (select * from users limit 3) x",
        "select * from (select * from users order by age offset 3) x",
        "select * from users u, lateral (select * from orders o order by amount limit 3) x",
        "select * from users u cross join (select code from countries limit 3) c",
        "select * from users u join (select code, row_number() over () from countries) c"
            + " on c.code = u.country",
        "select name from users union select name from orders",
        "select code from countries union all select id from users",
        "select id from users intersect select name from users",
        "with o as (select * from orders limit 3) select * from o",
        "with recursive t as (select user_id, order_id from orders where qty = 1 union all"
            + " select o.user_id, o.order_id from orders o join t on o.order_id = t.order_id + 1)"
            + " select * from t",
        "select * from users where created > now()",
        "select current_date, * from users",
        "select nosuch from users",
        "select * from users u join home h on h.id = u.id",
        "select u.nosuch from users u",
        "(select * from users limit 3) order by 1",
        "select * from users order by id fetch first 3 rows with ties",
        "select * from users limit (select max(x) from generate_series(1, 3) x)",
        "select * from users order by name using <",
        "select (select max(u.age)) from users u",
        "select exists (select count(u.id) from countries) from users u",
        "select (select max(u.age) from orders o where o.user_id = u.id) from users u",
      })
  void rowsMeetOnOneShardWhereTheyMayNeedEachOther(String sql) {
    Gathering.Finish finish = finish(sql);
    assertThat(finish.statement().sql()).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select random() from users",
        "select my_function(id) from users",
        "select nextval('s'), id from users",
        "select ctid from users",
        "select u.xmin from users u join orders o on true",
        "select * from users tablesample system (10)",
        "select * from only users",
        "select * from users, pg_class",
        "select name::regclass, count(*) from users, orders group by 1",
        "select u from users u, orders o",
        "select count(distinct u.*) from users u, orders o",
        "select * from adults a, orders o",
        "select n from counted",
        "with users as (select 1) select * from public.users, users, orders",
        "select state_id, level from states group by state_id",
        "explain select * from users",
      })
  void isRefused(String sql) {
    assertThat(gathering(sql)).isInstanceOf(Gathering.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "select name from users order by name | 1 asc last bytes",
        "select * from users order by age desc, id | 3 desc first bytes, 1 asc last bytes",
        "select name n from users order by n nulls first | 1 asc first bytes",
        "select id, name from users order by 2 desc nulls last | 2 desc last bytes",
        "select id, count(*) from users group by id order by count(*) | 2 asc last bytes",
        "select lower(name) from users order by LOWER ( name ) | 1 asc last bytes",
        "select id from users union all select user_id from orders order by id | 1 asc last bytes",
        "select id, name collate \"de\" as x from users order by x | 2 asc last",
        "select fixed from orders order by fixed | 1 asc last",
      })
  void rowsAreMergedByWhatIsSelected(String sql, String order) {
    Gathering.Merge merge = merge(sql);
    assertThat(merge.text().sql()).isEqualTo(sql);
    assertThat(merge.hidden()).isZero();
    assertThat(show(merge.order())).isEqualTo(order);
  }

  private static String show(List<Gathering.OrderKey> order) {
    return String.join(
        ", ",
        order.stream()
            .map(
                key ->
                    key.column()
                        + (key.descending() ? " desc" : " asc")
                        + (key.nullsFirst() ? " first" : " last")
                        + (key.bytewise() ? " bytes" : ""))
            .toList());
  }

  @Test
  void whatIsNotSelectedIsSelectedBesides() {
    Gathering.Merge merge =
        merge(
            "select name, ? from users u where age > ? order by u.created desc, lower(name) || ?");
    assertThat(merge.text().sql())
        .isEqualTo(
            "select name, ?, (u.created) AS shard_router_order_1,"
                + " (lower(name) || ?) AS shard_router_order_2 from users u where age > ?"
                + " order by u.created desc, lower(name) || ?");
    assertThat(merge.text().parameters().asList()).containsExactly(1, 3, 2, 3);
    assertThat(merge.hidden()).isEqualTo(2);
    assertThat(show(merge.order())).isEqualTo("3 desc first bytes, 4 asc last bytes");
  }

  @Test
  void whatIsAboutOneKeyIsGatheredNoOtherwiseThanWhatIsAboutAny() {
    Gathering.Merge several = merge("select id, name from users where id = any (?) order by age");
    Gathering.Merge any = merge("select id, name from users where name = any (?) order by age");
    assertThat(several.text().sql().replace("where id", "where name")).isEqualTo(any.text().sql());
    assertThat(several.order()).isEqualTo(any.order());
  }

  @Test
  void gatheringIsFoundOutOnce() {
    Shape.Read read = (Shape.Read) TestCatalog.shape("select name from users where id in (?, ?)");
    assertThat(read.keys().complete()).isTrue();
    assertThat(read.gathering()).isSameAs(read.gathering());
  }

  @Test
  void textOfALanguageIsNotOrderedByBytes() {
    Analyser analyser = new Analyser(TestCatalog.catalog(false));
    Shape.Read read =
        (Shape.Read)
            analyser.shape("select id, age from users order by name, age", TestCatalog.PATH);
    assertThat(show(((Gathering.Merge) read.gathering()).order()))
        .isEqualTo("3 asc last, 2 asc last bytes");
  }

  @Test
  void whatJavaCannotOrderIsOrderedByPostgres() {
    Gathering.Finish sorted =
        (Gathering.Finish)
            merge("select name, name from users order by country desc limit 3 offset ?")
                .otherwise();
    assertThat(sorted.pulls().get(0).text().sql())
        .isEqualTo(
            "SELECT * FROM (select name, name, (country) AS shard_router_order_1 from users"
                + " order by country desc LIMIT least(3 + coalesce((?)::numeric, 0),"
                + " 9223372036854775807)::bigint ) AS shard_router_rows"
                + " (shard_router_c1, shard_router_c2, shard_router_c3)");
    assertThat(sorted.statement().sql())
        .isEqualTo(
            "SELECT shard_router_c1 AS \"name\", shard_router_c2 AS \"name\""
                + " FROM shard_router_partial ORDER BY shard_router_c3 DESC NULLS FIRST"
                + " limit 3 offset ?");
    assertThat(sorted.statement().parameters().asList()).containsExactly(1);
  }

  @Test
  void rowsWithoutALimitAreBroughtAsTheTablesHaveThem() {
    Gathering.Finish brought =
        (Gathering.Finish) merge("select name from users order by country").otherwise();
    assertThat(brought.pulls()).extracting(Gathering.Pull::name).containsExactly("users");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "limit 10 | limit 10",
        "limit ? | limit ?",
        "fetch first 3 rows only | fetch first 3 rows only",
        "limit 10 offset 5 | LIMIT 15 ",
        "offset 5 rows fetch first row only | LIMIT 6 ",
        "offset 5 | ",
        "limit all offset ? | ",
        "limit null offset 2 | ",
        "limit ? offset ? | LIMIT least((?)::numeric + coalesce((?)::numeric, 0),"
            + " 9223372036854775807)::bigint ",
        "offset ? limit 7 | LIMIT least(7 + coalesce((?)::numeric, 0), 9223372036854775807)::bigint ",
      })
  void everyShardGivesRowsEnoughForTheOffset(String limit, String pushed) {
    String sql = "select id from users order by id ";
    assertThat(merge(sql + limit).text().sql().strip())
        .isEqualTo((sql + (pushed == null ? "" : pushed)).strip());
  }

  @Test
  void amountsAreThoseOfTheStatement() {
    Gathering.Merge merge = merge("select id from users where age = ? offset ? limit ?");
    assertThat(merge.offset()).contains(new Gathering.Amount.Parameter(2));
    assertThat(merge.limit()).contains(new Gathering.Amount.Parameter(3));
    assertThat(merge.text().parameters().asList()).containsExactly(1, 3, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "select array_agg(name) from users where age > ? and id = lower(?)"
            + " | SELECT \"id\", \"name\", \"age\" FROM \"public\".\"users\""
            + " WHERE (age > ?) AND (id = lower(?))",
        "select array_agg(name) from users where age + 1 > ? and score::int > 3 and 1 / age = 2"
            + " and age = -1 | SELECT \"name\", \"age\", \"score\" FROM \"public\".\"users\""
            + " WHERE (age = -1)",
        "select string_agg(u.name, '') from users u where (u.age > 3 or u.\"name\" = 'x')"
            + " | SELECT \"name\", \"age\" FROM \"public\".\"users\""
            + " WHERE (\"age\" > 3 or \"name\" = 'x')",
        "select array_agg(1) from users | SELECT \"id\" FROM \"public\".\"users\"",
        "select array_agg(a.name) from users a join users b on a.country = b.country"
            + " where a.age > 3 and b.age < 2 | SELECT \"name\", \"age\", \"country\""
            + " FROM \"public\".\"users\" WHERE (\"age\" > 3) OR (\"age\" < 2)",
        "select array_agg(a.name) from users a join users b on a.country = b.country"
            + " where a.age > 3 | SELECT \"name\", \"age\", \"country\" FROM \"public\".\"users\"",
        "select array_agg(name) from users where created > now() | SELECT \"name\", \"created\""
            + " FROM \"public\".\"users\"",
        "select array_agg(title) from countries c left join users u on u.country = c.code"
            + " and u.age > 3 where u.name is null | SELECT \"name\", \"age\", \"country\""
            + " FROM \"public\".\"users\" WHERE (\"age\" > 3)",
        "select array_agg(x) from users u(y, x) where x = 'a'"
            + " | SELECT \"id\", \"name\" FROM \"public\".\"users\" WHERE (\"name\" = 'a')",
        "select array_agg(name) from users where name = 'a' or exists (select from countries)"
            + " | SELECT \"name\" FROM \"public\".\"users\"",
      })
  void onlyWhatIsNeededIsBrought(String sql, String pull) {
    assertThat(unquoted(finish(sql).pulls().get(0).text().sql())).isEqualTo(unquoted(pull));
  }

  private static String unquoted(String sql) {
    return sql.replace("\"", "");
  }

  @Test
  void schemasOfWhatIsBroughtAreLeftOut() {
    assertThat(
            finish(
                    "select array_agg(public.users.name) from public.users where public.users.age > 3")
                .statement()
                .sql())
        .isEqualTo("select array_agg(users.name) from \"users\" where users.age > 3");
  }

  @Test
  void primaryKeyIsBroughtWhereTheStatementRestsOnIt() {
    Gathering.Finish finish =
        finish("select u.id, u.name, array_agg(o.name) from users u, orders o group by u.id");
    assertThat(finish.pulls())
        .extracting(Gathering.Pull::primaryKey)
        .first()
        .asString()
        .contains("id");
    assertThat(finish.pulls().get(1).primaryKey()).isEmpty();
  }

  private static final String ONE = "(coalesce(sum(shard_router_a1), 0)::bigint)";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "select count(*) from users | SELECT count(*) AS shard_router_a1 from users"
            + " | SELECT ("
            + ONE
            + ") AS \"count\" FROM shard_router_partial",
        "select sum(age) from users | SELECT sum(age) AS shard_router_a1 from users"
            + " | SELECT ((sum(shard_router_a1)::bigint)) AS \"sum\" FROM shard_router_partial",
        "select sum(ref) + 1 x from users where age > ? | SELECT sum(ref) AS shard_router_a1"
            + " from users where age > ?"
            + " | SELECT (sum(shard_router_a1) + 1) AS \"x\" FROM shard_router_partial",
        "select avg(age) from users | SELECT pg_catalog.sum((age))::numeric AS shard_router_a1,"
            + " pg_catalog.count((age)) AS shard_router_a2 from users"
            + " | SELECT ((sum(shard_router_a1) / nullif(sum(shard_router_a2), 0))) AS \"avg\""
            + " FROM shard_router_partial",
        "select country, max(name) from users group by country order by 2 desc limit ?"
            + " | SELECT (country) AS shard_router_g1, max(name) AS shard_router_a1 from users"
            + " GROUP BY 1 | SELECT (shard_router_g1) AS \"country\", (max(shard_router_a1)) AS"
            + " \"max\" FROM shard_router_partial GROUP BY shard_router_g1 ORDER BY 2 desc limit ?",
        "select distinct country from users order by country"
            + " | SELECT (country) AS shard_router_g1 from users GROUP BY 1"
            + " | SELECT DISTINCT (shard_router_g1) AS \"country\" FROM shard_router_partial"
            + " ORDER BY country",
        "select count(distinct id), bool_or(active) from users having count(*) > 3"
            + " | SELECT count(distinct id) AS shard_router_a1, bool_or(active) AS shard_router_a2,"
            + " count(*) AS shard_router_a3 from users | SELECT ("
            + ONE
            + ") AS \"count\","
            + " (bool_or(shard_router_a2)) AS \"bool_or\" FROM shard_router_partial HAVING"
            + " ((coalesce(sum(shard_router_a3), 0)::bigint) > 3)",
        "select n from counted where false or n > 1" + " | |",
      })
  void groupsAreFoldedOnTheShards(String sql, String partial, String all) {
    Gathering gathering = gathering(sql);
    if (partial == null) {
      assertThat(gathering).isInstanceOf(Gathering.Refused.class);
      return;
    }
    Gathering.Finish finish =
        (Gathering.Finish)
            (gathering instanceof Gathering.Fold fold ? fold.otherwise() : gathering);
    assertThat(finish.pulls().get(0).text().sql()).isEqualTo(partial);
    assertThat(finish.statement().sql()).isEqualTo(all);
  }

  private static String asText(String value) {
    return "case when pg_catalog.num_nonnulls("
        + value
        + ") = 1 then pg_catalog.concat("
        + value
        + ") end";
  }

  /** What stands in braces is asked for as text too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "select count(*) from users | select count(*) from users",
        "select sum(age), bool_or(active) x from users limit 3"
            + " | select sum(age), bool_or(active) x from users",
        "select avg(age) filter (where age > ?) from users"
            + " | select avg(age) filter (where age > ?),"
            + " pg_catalog.sum((age)) FILTER (WHERE age > ?)::numeric,"
            + " pg_catalog.count((age)) FILTER (WHERE age > ?) from users",
        "select country c, count(*) from users where age > ? group by c order by 2 desc limit ?"
            + " | select country c, count(*), {country} from users where age > ? GROUP BY c",
        "select min(age) from users group by country, 1 + 1 | |",
        "select min(age) from users group by country"
            + " | select min(age), {country}, {min(age)} from users GROUP BY country",
        "select distinct country from users order by 1"
            + " | select distinct country, {country} from users",
        "with u as (select * from users) select count(*) from u"
            + " | with u as (select * from users) select count(*) from u",
        "select count(*) + 1 from users | |",
        "select count(*) from users having count(*) > 3 | |",
        "select country, count(*) from users group by country order by max(age) | |",
        "select country, count(*) from users group by country limit 1 + 1 | |",
        "select upper(country), count(*) from users group by 1 | |",
        "select score, count(*) from users group by score | |",
        "select max(name collate \"de\") from users | |",
        "select distinct count(*) from users group by country | |",
      })
  void groupsAreFoldedInJavaWhereItKnowsHow(String sql, String text) {
    Gathering gathering = gathering(sql);
    if (text == null) {
      assertThat(gathering).isInstanceOf(Gathering.Finish.class);
      return;
    }
    String expected =
        Pattern.compile("\\{(.*?)}").matcher(text).replaceAll(value -> asText(value.group(1)));
    assertThat(((Gathering.Fold) gathering).text().sql()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select sum(ratio) from orders",
        "select avg(ratio) from orders",
        "select count(distinct name) from users",
        "select sum(distinct age) from users",
        "select country, age from users group by country",
        "select stddev(age) from users",
        "select sum(length(name) * score / 3.5::float8) from users",
        "select country, count(*) from users group by grouping sets ((country), ())",
        "select count(*), (select count(*) from countries) from users",
        "select count(*) from users u join orders o on o.other = u.id",
        "select max(fixed), count(*) from orders",
        "select coalesce(fixed, ''), count(*) from orders group by 1",
        "select max(name collate \"de\") from users",
        "select upper(users.country), count(*) from users group by upper(country)",
        "select max(age), count(*) over () from users",
      })
  void whatCannotBeFoldedIsBrought(String sql) {
    assertThat(finish(sql).pulls())
        .extracting(Gathering.Pull::name)
        .doesNotContain("shard_router_partial");
  }
}
