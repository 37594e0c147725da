package io.shardrouter.it.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.it.targets.Databases;
import io.shardrouter.it.targets.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations run on each shard, and what they made is there for the whole. */
class FlywayIT {
  @ParameterizedTest
  @EnumSource(Target.class)
  void everyDatabaseIsMigrated(Target target) throws SQLException {
    try (Databases databases = Databases.empty(target)) {
      int count = databases.single().size();
      assertThat(Migrations.run(databases.single(), "1")).isEqualTo(count);
      try (Connection connection = databases.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        for (int i = 0; i < 5; i++) {
          statement.executeUpdate("insert into users (id, name) values ('u%d', 'n')".formatted(i));
        }
        assertThat(number(statement, "select count(*) from users")).isEqualTo(5);
      }
      assertThat(Migrations.run(databases.single(), "latest")).isEqualTo(2 * count);
      assertThat(Migrations.run(databases.single(), "latest")).isZero();
      assertThat(Migrations.areValid(databases.single())).isTrue();
      databases.schemaChanged();
      try (Connection connection = databases.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "insert into consciousness_states (user_id, state, intensity) values ('u1', 'calm', 2)");
        assertThat(number(statement, "select max(intensity) from consciousness_states"))
            .isEqualTo(2);
        assertThat(number(statement, "select count(*) from countries")).isEqualTo(1);
      }
    }
  }

  private static int number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }
}
