package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String SECRET = "hunter2";

  @Test
  void passwordsShowNowhereWhenPrinted() {
    PasswordSource password = PasswordSource.fixed(SECRET);
    ShardConfig shard =
        ShardConfig.of(
                0, "jdbc:postgresql://db/app?sslpassword=" + SECRET + "&ssl=true", "app", password)
            .withMigrator(new Credentials("owner", password))
            .withPool(Map.of("connectionInitSql", "SET app.token = '" + SECRET + "'"));
    ShardRouterConfig config =
        ShardRouterConfig.builder()
            .shard(shard)
            .group(GroupConfig.builder("user").layout(0).table("users", "id").build())
            .pool(Map.of("connectionInitSql", "SET app.token = '" + SECRET + "'"))
            .build();
    for (Object printed :
        new Object[] {
          password, PasswordSource.from(() -> SECRET), shard, shard.migrator(), config
        }) {
      assertThat(printed.toString()).doesNotContain(SECRET);
    }
    assertThat(config.toString()).contains("ssl=true", "username=app", "owner");
    assertThat(password.hashCode()).isEqualTo(PasswordSource.fixed("other").hashCode());
  }

  @Test
  void aSupplierIsAskedAnewEachTime() {
    AtomicInteger rotation = new AtomicInteger();
    PasswordSource source = PasswordSource.from(() -> "p" + rotation.incrementAndGet());
    assertThat(source.password()).isEqualTo("p1");
    assertThat(source.password()).isEqualTo("p2");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5432/app, jdbc:postgresql://db:5432/app",
    "jdbc:postgresql://db/app?user=u&password=hunter2, jdbc:postgresql://db/app?user=u&password=***",
    "jdbc:postgresql://db/app?PASSWORD=hunter2&ssl=true, jdbc:postgresql://db/app?PASSWORD=***&ssl=true",
    "jdbc:postgresql://db/app?password=a&hunter2, jdbc:postgresql://db/app?password=***&***",
    "jdbc:postgresql://db/app?accessToken=hunter2, jdbc:postgresql://db/app?accessToken=***",
    "jdbc:postgresql://u:hunter2@db/app, jdbc:postgresql://***@db/app"
  })
  void theUrlToPrintIsMasked(String url, String printed) {
    assertThat(io.shardrouter.internal.config.ShardUrl.masked(url)).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://db/app?password=hunter2",
        "jdbc:postgresql://db:notaport/app?password=hunter2",
        "jdbc:postgresql://u:hunter2@db:notaport/app",
        "jdbc:postgresql://db/app?replication=database&password=hunter2"
      })
  void refusalsOfAUrlDoNotQuoteItsPassword(String url) {
    PasswordSource password = PasswordSource.fixed(SECRET);
    assertThatThrownBy(() -> ShardConfig.of(0, url, "app", password))
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessageContaining("shards[id=0].url")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void brokenYamlIsNotQuoted() {
    for (String password :
        new String[] {
          "*hunter2", "@hunter2", "!hunter2 x", "'hunter2", "\"\\hunter2\"", "{hunter2"
        }) {
      String yaml =
          """
          shards:
            - {id: 0, url: "jdbc:postgresql://db/app", username: app, password: %s}
          groups:
            user: {strategy: md5, layout: [0], tables: {users: id}}
          """
              .formatted(password);
      assertThatThrownBy(() -> ShardRouterConfig.parse(yaml, "shards.yaml", name -> null))
          .as(password)
          .isInstanceOf(ConfigurationException.class)
          .hasNoCause()
          .hasMessageStartingWith("shards.yaml:")
          .hasMessageNotContaining(SECRET);
    }
  }
}
