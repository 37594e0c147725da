package io.shardrouter.migrator.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.internal.guard.SqlText;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqlTest {
  private static EmbeddedShards shards;
  private static Connection connection;

  @BeforeAll
  static void createDatabase() throws Exception {
    shards = EmbeddedShards.databases(1);
    connection = shards.connect(0);
  }

  @AfterAll
  static void dropDatabase() throws Exception {
    connection.close();
    shards.close();
  }

  /** As in the predicate of an index, of which a collision check is made. */
  @Test
  void aQuestionMarkIsAnOperatorWhereThereAreNoParameters() throws Exception {
    assertThat(Sql.holds(connection, "select '{\"a\": 1}'::jsonb ? 'a'")).isTrue();
    assertThat(Sql.any(connection, "select where '{\"a\": 1}'::jsonb ? 'b'")).isFalse();
  }

  @Test
  void collectionsBecomeArrays() throws Exception {
    assertThat(
            Sql.rows(
                connection,
                row -> row.getString(1),
                "select n || t from unnest(?::bigint[]) n, unnest(?::text[]) t order by 1",
                List.of(1L, 2L),
                List.of("a", "b")))
        .containsExactly("1a", "1b", "2a", "2b");
    assertThat(Sql.any(connection, "select from unnest(?::text[]) t", List.of())).isFalse();
  }

  @Test
  void aRowThatMustBeThereAndIsNotIsAnError() {
    assertThatThrownBy(() -> Sql.one(connection, row -> row.getInt(1), "select 1 where false"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("02000"));
  }

  @Test
  void textsStayWhatTheyAreWhateverTheyHold() throws Exception {
    String text = "it's a \\ and a \" and a ?";
    Sql.run(connection, "set standard_conforming_strings = off");
    String value = Sql.one(connection, row -> row.getString(1), "select " + SqlText.literal(text));
    Sql.run(connection, "reset standard_conforming_strings");
    String label =
        Sql.one(
            connection,
            row -> row.getMetaData().getColumnLabel(1),
            "select 1 as " + SqlText.identifier(text));

    assertThat(value).isEqualTo(text);
    assertThat(label).isEqualTo(text);
  }
}
