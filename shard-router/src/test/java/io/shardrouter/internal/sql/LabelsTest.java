package io.shardrouter.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.internal.sql.syntax.Query;
import io.shardrouter.internal.sql.syntax.SqlText;
import io.shardrouter.internal.sql.syntax.UnreadableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How PostgreSQL labels what has no alias. */
class LabelsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "none",
      value = {
        "a.b.\"C d\" | C d",
        "1 | ?column?",
        "a + b | ?column?",
        "'x'::text | text",
        "1::int | int4",
        "(1 + 2)::double precision | float8",
        "a::text | a",
        "date '2020-01-01' | date",
        "count(*) | count",
        "s.f(1)::int | f",
        "coalesce(a, b) | coalesce",
        "nullif(a, b) | nullif",
        "extract(day from a) | extract",
        "substring(a from 1) | substring",
        "trim(a) | btrim",
        "trim(leading from a) | ltrim",
        "case when a then b end | case",
        "case when a then 1 else b end | b",
        "case when a then 1 else 2 end | case",
        "case when a then 1 else true end | case",
        "true::text | text",
        "true | none",
        "a[1] | a",
        "(a).b | b",
        "array[1] | array",
        "array(select 1) | array",
        "exists (select 1) | exists",
        "(select max(x) from t) | max",
        "(select x as y from t) | y",
        "(select 1 + 1) | ?column?",
        "row(1, 2) | row",
        "a collate \"C\" | a",
        "a at time zone 'utc' | timezone",
        "current_date | current_date",
        "a = b | ?column?",
        "a is null | ?column?",
        "a like b | ?column?",
        "not a | ?column?",
        "-a | ?column?",
      })
  void isLabelled(String sql, String label) throws UnreadableException {
    Query query = (Query) SqlText.of("select " + sql).statement();
    Query.Item item = ((Query.Select) query.body()).items().get(0);
    assertThat(Labels.of(item.value()).orElse(null)).isEqualTo(label);
  }
}
