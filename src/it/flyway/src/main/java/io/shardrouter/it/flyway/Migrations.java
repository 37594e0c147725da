package io.shardrouter.it.flyway;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The service's migrations, run on every database by itself. */
public final class Migrations {
  private Migrations() {}

  /**
   * Migrates {@code databases} up to a version; gives how many migrations were run in all.
   *
   * @param version as Flyway writes it; "latest" for all
   */
  public static int run(List<DataSource> databases, String version) {
    return databases.stream()
        .mapToInt(database -> flyway(database, version).migrate().migrationsExecuted)
        .sum();
  }

  /** Whether every database has what the migrations say. */
  public static boolean areValid(List<DataSource> databases) {
    return databases.stream()
        .allMatch(database -> flyway(database, "latest").validateWithResult().validationSuccessful);
  }

  private static Flyway flyway(DataSource database, String version) {
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(database)
            .target(version)
            // There is the router's own schema already.
            .baselineOnMigrate(true)
            .baselineVersion("0");
    // An index that is built concurrently waits for all transactions, Flyway's own too.
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration.load();
  }
}
