package io.shardrouter.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Expectation.Sequence;
import io.shardrouter.differential.Judgement.Kind;
import io.shardrouter.differential.Observation.Failed;
import io.shardrouter.differential.Observation.Noted;
import io.shardrouter.differential.Observation.Rows;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted as what, of a data source that is no router. */
class JudgementTest {
  private static final Failed NO_COLUMN = new Failed("42703", "no such column");

  @ParameterizedTest
  @CsvSource({
    "abc, abc, RIGHT",
    "abc, ABC, WRONG",
    "1.50, 1.5, OTHERWISE_WRITTEN",
    "3.3333333333333333, 3.3333, OTHERWISE_WRITTEN",
    "3.3333333333333333, 3.3334, WRONG",
    "3.3333333333333333, 3, WRONG",
    "100, 1E+2, OTHERWISE_WRITTEN",
    "t, true, OTHERWISE_WRITTEN",
    "t, false, WRONG",
    "NaN, 0, WRONG",
    "2024-01-01 07:00:00, 2024-01-01 07:00:00.0, OTHERWISE_WRITTEN",
    "2024-01-01 07:00:00, 2024-01-01 08:00:00.0, WRONG",
    "2024-01-01 07:00:00+00, 2024-01-01 16:00:00+09, OTHERWISE_WRITTEN",
    "2024-01-01 07:00:00, 2024-99-01 07:00:00, WRONG",
  })
  void valuesAreComparedByWhatTheySay(String expected, String got, Kind kind) {
    assertThat(judged(rows("a text", expected), rows("a text", got))).isEqualTo(kind);
  }

  @Test
  void aTextWithoutAnOffsetIsOfThisZone() {
    String here =
        LocalDateTime.parse("2024-01-01T07:00:00")
            .atOffset(ZoneOffset.UTC)
            .atZoneSameInstant(ZoneId.systemDefault())
            .toLocalDateTime()
            .toString()
            .replace('T', ' ');
    assertThat(judged(rows("a", "2024-01-01 07:00:00+00"), rows("a", here + ":00.0")))
        .isEqualTo(Kind.OTHERWISE_WRITTEN);
  }

  @Test
  void typesAndLabelsAreNoValues() {
    assertThat(judged(rows("count int8", "1"), rows("COUNT int4", "1")))
        .isEqualTo(Kind.OTHERWISE_WRITTEN);
    assertThat(judged(new Noted("n", "Long 1"), new Noted("n", "Integer 1")))
        .isEqualTo(Kind.OTHERWISE_WRITTEN);
    assertThat(judged(new Noted("n", "Long 1"), new Noted("n", "Long 2"))).isEqualTo(Kind.WRONG);
  }

  @Test
  void theOrderCountsWhereTheStatementOrders() {
    Rows expected = rows("a", "1.0", "2.0");
    Rows got = rows("b", "2", "1");
    assertThat(judged(expected, got)).isEqualTo(Kind.OTHERWISE_WRITTEN);
    assertThat(judged(ordered(expected), ordered(got))).isEqualTo(Kind.WRONG);
    assertThat(judged(expected, rows("b", "2", "1", "1"))).isEqualTo(Kind.WRONG);
    assertThat(judged(expected, rows("b", "2", "2"))).isEqualTo(Kind.WRONG);
  }

  @Test
  void failuresAreRefusalsOrCrashes() {
    Rows answer = rows("a", "1");
    assertThat(judged(answer, NO_COLUMN)).isEqualTo(Kind.REFUSED);
    assertThat(judged(answer, new Failed("org.example.UnsupportedException", "no")))
        .isEqualTo(Kind.REFUSED);
    assertThat(judged(answer, new Failed("java.lang.NullPointerException", "")))
        .isEqualTo(Kind.CRASHED);
    assertThat(judged(NO_COLUMN, NO_COLUMN)).isEqualTo(Kind.RIGHT);
    assertThat(judged(NO_COLUMN, new Failed("HY000", "no"))).isEqualTo(Kind.OTHERWISE_WRITTEN);
    assertThat(judged(NO_COLUMN, answer)).isEqualTo(Kind.WRONG);
  }

  private static Kind judged(Observation plain, Observation got) {
    return Judgement.of(ImmutableList.of(plain), ImmutableList.of(got)).kind();
  }

  private static Rows rows(String column, String... values) {
    return new Rows(
        ImmutableList.of(column),
        Arrays.stream(values)
            .map(value -> ImmutableList.of(new Cell(value, value)))
            .collect(ImmutableList.toImmutableList()),
        Expectation.DEFAULT);
  }

  private static Rows ordered(Rows rows) {
    return new Rows(rows.columns(), rows.rows(), rows.expectation().with(new Sequence.Same()));
  }
}
