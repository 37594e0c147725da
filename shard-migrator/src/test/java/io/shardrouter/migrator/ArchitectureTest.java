package io.shardrouter.migrator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;

/** The rooms behind the migrator, and that imports between them point one way. */
@AnalyzeClasses(
    packages = "io.shardrouter.migrator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** From the top down: a room may import those behind it. */
  private static final List<String> ROOMS =
      List.of("cli", "batch", "verify", "metrics", "sequences", "move", "catalog", "sql");

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("io.shardrouter.migrator.internal.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule batchLooksDown = onlyDownwards("batch");

  @ArchTest static final ArchRule verifyLooksDown = onlyDownwards("verify");

  @ArchTest static final ArchRule metricsLooksDown = onlyDownwards("metrics");

  @ArchTest static final ArchRule sequencesLooksDown = onlyDownwards("sequences");

  @ArchTest static final ArchRule moveLooksDown = onlyDownwards("move");

  @ArchTest static final ArchRule catalogLooksDown = onlyDownwards("catalog");

  @ArchTest static final ArchRule sqlLooksDown = onlyDownwards("sql");

  /** They may take and give the values of the API, but nothing that acts. */
  @ArchTest
  static final ArchRule noRoomButTheCommandLineCallsTheMigrator =
      noClasses()
          .that()
          .resideInAPackage("io.shardrouter.migrator.internal..")
          .and()
          .resideOutsideOfPackage("io.shardrouter.migrator.internal.cli..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Migrator.class, MigratorOptions.class, MigratorMetrics.class, MeasuredMoves.class);

  @ArchTest
  static final ArchRule catalogAndSqlKnowNothingOfTheApi =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.shardrouter.migrator.internal.catalog..",
              "io.shardrouter.migrator.internal.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.shardrouter.migrator");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.shardrouter.migrator.internal.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule micrometerStaysInItsRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.shardrouter.migrator.internal.metrics..")
          .and()
          .doNotHaveSimpleName("MigratorMetrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  private static ArchRule onlyDownwards(String room) {
    String[] above =
        ROOMS.subList(0, ROOMS.indexOf(room)).stream()
            .map(name -> "io.shardrouter.migrator.internal." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.shardrouter.migrator.internal." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .as(room + " imports nothing of " + Arrays.toString(above));
  }
}
