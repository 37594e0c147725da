package io.shardrouter.internal.sql.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether statements are read as PostgreSQL reads them, or not at all. */
class ReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      quoteCharacter = '\0',
      value = {
        "a = ? && b % (= a (&& ?1 b))",
        "a = b || c % (= a (|| b c))",
        "not a = b % (not (= a b))",
        "not a is null % (not (is null a))",
        "a = b is null % (is null (= a b))",
        "a is null = b % (= (is null a) b)",
        "a or b and not c or d % (or a (and b (not c)) d)",
        "a between b and c and d % (and (between a b c) d)",
        "a not between symmetric b and c or d % (or (not between a b c) d)",
        "a in (b, c) = d % (= (in a b c) d)",
        "a = b in (c) % (= a (in b c))",
        "a = b like c % (= a (like b c))",
        "a << b + c % (<< a (+ b c))",
        "a || b -> c % (-> (|| a b) c)",
        "a -> b = c % (= (-> a b) c)",
        "a - b - c % (- (- a b) c)",
        "a - b * c ^ d % (- a (* b (^ c d)))",
        "- a ^ b % (^ (- a) b)",
        "-a::int % (- (cast a))",
        "a::text || b % (|| (cast a) b)",
        "a + b at time zone c % (+ a (at time zone b c))",
        "a = b collate \"C\" % (= a (collate b))",
        "a @> b = c % (= (@> a b) c)",
        "@ a + b % (@ (+ a b))",
        "a = any (b) and c % (and (any = a b) c)",
        "a = -1 % (= a (- 1))",
        "a=-1 % (= a (- 1))",
        "a operator(pg_catalog.+) b * c % (OPERATOR(pg_catalog.+) a (* b c))",
        "case when a then b end = c % (= (case a b) c)",
        "(a, b) = (c, d) % (= (row a b) (row c d))",
        "a ?? b % (? a b)",
        "a = not b = c % (= a (not (= b c)))",
        "a[1] = b % (= (subscript a 1) b)",
        "a is not distinct from b and c % (and (is not distinct from a b) c)",
      })
  void precedenceIsPostgresOwn(String sql, String tree) throws UnreadableException {
    Query query = (Query) SqlText.of("select " + sql).statement();
    Expr expr = ((Query.Select) query.body()).items().get(0).value();
    assertThat(show(expr)).isEqualTo(tree);
  }

  private static String show(Expr expr) {
    String head = head(expr);
    return expr.parts().isEmpty()
        ? head
        : expr.parts().stream()
            .map(ReaderTest::show)
            .collect(Collectors.joining(" ", "(" + head + " ", ")"));
  }

  private static String head(Expr expr) {
    if (expr instanceof Expr.Column column) {
      return column.last();
    }
    if (expr instanceof Expr.Parameter parameter) {
      return "?" + parameter.index();
    }
    if (expr instanceof Expr.Constant constant) {
      return constant.value();
    }
    if (expr instanceof Expr.Operation operation) {
      return operation.operator();
    }
    if (expr instanceof Expr.Syntax syntax) {
      return syntax.word();
    }
    if (expr instanceof Expr.Quantified any) {
      return "any " + any.operator();
    }
    String name = expr.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return name.equals("collated") ? "collate" : name;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select",
        "select from users",
        "select all a from only (users) as u (x, y)",
        "select * from users*",
        "select a b, c as \"d e\", f as select from t u tablesample bernoulli (10) repeatable (?)",
        "select count(*) filter (where x > 3) over (partition by a order by b nulls first"
            + " rows between 1 preceding and unbounded following exclude ties) from t",
        "select rank() over (w range unbounded preceding), sum(x) over w from t"
            + " window w as (partition by a), v as (w order by b using <)",
        "select a from t group by grouping sets ((a), (), rollup (a, b)), cube (a, b), (), c"
            + " having count(*) > 1",
        "select distinct on (a) a from t order by a desc nulls last fetch first 3 rows with ties",
        "select a from t order by a offset ? rows fetch next row only",
        "select a from t limit all offset 3 for no key update of t, u nowait for share skip locked",
        "select * from rows from (f(1), unnest(array[1, 2])) with ordinality as t(a, b, c)",
        "select * from f(a => 1, variadic array[1]) as t(a int, b text collate \"C\")",
        "select * from a left join b left join c on c.x = b.x on a.x = b.x",
        "select * from a natural full outer join b cross join c join (d join e using (x, y)) on true",
        "select * from ((select 1) union (select 2)) x, ((a join b on true)) , lateral (values (1)) v",
        "select extract(epoch from a), substring(a from 1 for 2), position('a' in b),"
            + " overlay(a placing b from 1), trim(both 'x' from a), trim(trailing from a), trim(a), left(a, 1)",
        "select interval '1' day, date '2020-01-01', timestamp (3) with time zone '2020-01-01',"
            + " double precision '1', a::numeric(10, 2)[], cast(a as character varying (3))",
        "select string_agg(distinct a, ',' order by b), percentile_cont(0.5)"
            + " within group (order by x)",
        "select current_date, current_timestamp(3), user, current_schema(), localtime",
        "select a.b.c, (d).e, (f).*, t.*, row(t.*, 1), array(select 1), array[[1, 2], [3]]",
        "values (1, 'a'), (2, default) order by 1 limit 1",
        "table users",
        "select 1 union all (select 2 except select 3 order by 1) intersect select 4 order by 1",
        "with recursive t (n) as not materialized (values (1) union all select n + 1 from t)"
            + " select * from t",
        "with x as (insert into a values (1) on conflict do nothing returning *) table x",
        "insert into a.b as c (d, e) overriding system value values (?, default), (1, (select 2))"
            + " on conflict (lower(d) text_ops, e) where f do update set d = excluded.d,"
            + " (e, f) = row(1, 2) where c.d > 3 returning *, d as x",
        "insert into a default values",
        "insert into a (select 1)",
        "update only a set b = default, (c, d) = (select 1, 2) from e where f returning g",
        "update a set b = 1 where current of c",
        "delete from a as b using c join d on true where e",
        "merge into a using b on a.x = b.x when matched and c then update set d = 1"
            + " when not matched then insert (e) values (default) when matched then do nothing"
            + " when not matched then insert default values when matched then delete",
        "select timestamp, name, value, key, date, type, level, \"end\", position, row from t",
        "select $a$ ' ? $a$, $$ ? $$, 'a' \n 'b', E'\\'?', U&'\\0061', B'101', x'1F', n'x', 'a''?'",
        "select 1 /* ? /* nested ? */ ' */ -- ? '\n + ?",
        "select 1;",
      })
  void thisIsRead(String sql) throws UnreadableException {
    SqlText text = SqlText.of(sql);
    assertThat(text.statement().span()).isEqualTo(text.all());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "select 1 from a where | 21",
        "select a = b = c | 13",
        "select a < b > c | 13",
        "select a between 1 | 18",
        "selec 1 | 0",
        "select 1 select 2 | 16",
        "select 'a | 7",
        "select \"a | 7",
        "select $a$ b | 7",
        "select /* a /* b */ | 7",
        "select $1 | 7",
        "select 1a | 7",
        "select \"\" | 7",
        "select 'a' 'b' | 11",
        "select E'\\u0061' | 9",
        "select {fn now()} | 7",
        "select xmlelement(name a) | 7",
        "select a into b from c | 9",
        "select a[1 | 10",
        "select (a, b | 12",
        "select a from b join c | 22",
        "select \\ a | 7",
        "select a <> all | 12",
      })
  void thisIsNotReadBeyondAPosition(String sql, int position) {
    assertThatThrownBy(() -> SqlText.of(sql).statement())
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.position()).isEqualTo(position));
  }

  @Test
  void longNamesAreNotCutOff() {
    assertThatThrownBy(() -> SqlText.of("select " + "a".repeat(64)))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void deepTextsAreRefusedAndDoNotOverflow() {
    String[] deep = {
      "select " + "(".repeat(100_000) + "1",
      "select " + "not ".repeat(100_000) + "a",
      "select 1" + " + 1".repeat(100_000),
      "select 1" + " union select 1".repeat(100_000),
      "select " + "case when ".repeat(100_000) + "1",
      "select * from " + "(select * from ".repeat(100_000) + "a",
    };
    for (String sql : deep) {
      assertThatThrownBy(() -> SqlText.of(sql).statement()).isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void parametersAreCountedWhereTheDriverCountsThem() throws UnreadableException {
    SqlText text = SqlText.of("select ? /* ? */, '?', a ?? ?, \"?\" from $$?$$ where b ??| ? -- ?");
    assertThat(text.parameters(text.all()).asList()).containsExactly(1, 2, 3);
    assertThat(text.numbered())
        .isEqualTo("select $1 /* ? */, '?', a ? $2, \"?\" from $$?$$ where b ?| $3");
  }

  @Test
  void piecesOfTheTextAreVerbatim() throws UnreadableException {
    SqlText text = SqlText.of("select  a  +  /* x */ ( b )  from t where  C = ?  ;");
    Query query = (Query) text.statement();
    Query.Select select = (Query.Select) query.body();
    assertThat(text.slice(select.items().get(0).span())).isEqualTo("a  +  /* x */ ( b )");
    assertThat(select.where().map(Expr::span).map(text::slice)).isEqualTo(Optional.of("C = ?"));
  }
}
