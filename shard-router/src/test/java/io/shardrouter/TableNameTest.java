package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "users, users, \"users\"",
        "Users, users, \"users\"",
        "\"Users\", \"Users\", \"Users\"",
        "\"users\", users, \"users\"",
        "App.USERS, app.users, \"app\".\"users\"",
        "\"My App\".users, \"My App\".users, \"My App\".\"users\"",
        "\"a\"\"b.c\", \"a\"\"b.c\", \"a\"\"b.c\"",
        "_t$1, _t$1, \"_t$1\"",
        "ÄPFEL, \"Äpfel\", \"Äpfel\"",
        "用户, \"用户\", \"用户\""
      })
  void namesAreFoldedAsPostgresqlFoldsThem(String text, String shown, String quoted) {
    TableName name = TableName.parse(text);
    assertThat(name).hasToString(shown);
    assertThat(name.quoted()).isEqualTo(quoted);
    assertThat(TableName.parse(shown)).isEqualTo(name);
    assertThat(TableName.parse(quoted)).isEqualTo(name);
  }

  @Test
  void schemaAndNameAreApart() {
    assertThat(TableName.parse("App.\"Us.ers\""))
        .isEqualTo(new TableName(Optional.of("app"), "Us.ers"));
    assertThat(TableName.parse("users").schema()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "1a", "$a", "a.", ".a", "a..b", "\"a", "\"\"", "a\"b\"", "a.b.c", "a-b",
        "a;", "\"a\"b", "\"\0\""
      })
  void whatIsNoNameIsRefused(String text) {
    assertThatThrownBy(() -> TableName.parse(text)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aNameThatPostgresqlWouldCutIsRefused() {
    assertThat(TableName.parse("x".repeat(63)).name()).hasSize(63);
    assertThatThrownBy(() -> TableName.parse("x".repeat(64))).hasMessageContaining("63 bytes");
    assertThatThrownBy(() -> TableName.parse("ü".repeat(32))).hasMessageContaining("63 bytes");
  }

  @Test
  void namesAreEqualWhereSchemaAndNameAre() {
    TableName users = TableName.parse("app.users");
    assertThat(users).isEqualTo(TableName.parse("App.USERS"));
    assertThat(users).hasSameHashCodeAs(TableName.parse("App.USERS"));
    assertThat(users).isNotEqualTo(TableName.parse("users"));
    assertThat(users).isNotEqualTo(TableName.parse("app.user"));
    assertThat(users).isNotEqualTo("app.users");
  }
}
