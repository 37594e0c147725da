package io.shardrouter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/** The rooms of the house, and that imports between them point one way. */
@AnalyzeClasses(packages = "io.shardrouter", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** From the top down: a room may import those behind it. */
  private static final List<String> ROOMS =
      List.of(
          "jdbc", "exec", "plan", "catalog", "guard", "shards", "merge", "sql", "config", "routing",
          "metrics");

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("io.shardrouter.internal.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule execLooksDown = onlyDownwards("exec");

  @ArchTest static final ArchRule catalogLooksDown = onlyDownwards("catalog");

  @ArchTest static final ArchRule planLooksDown = onlyDownwards("plan");

  @ArchTest static final ArchRule guardLooksDown = onlyDownwards("guard");

  @ArchTest static final ArchRule shardsLooksDown = onlyDownwards("shards");

  @ArchTest static final ArchRule mergeLooksDown = onlyDownwards("merge");

  @ArchTest static final ArchRule sqlLooksDown = onlyDownwards("sql");

  @ArchTest static final ArchRule routingLooksDown = onlyDownwards("routing");

  @ArchTest static final ArchRule configLooksDown = onlyDownwards("config");

  @ArchTest
  static final ArchRule routingAndSqlHoldNoConnections =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.shardrouter.internal.routing..",
              "io.shardrouter.internal.sql..",
              "io.shardrouter.strategy..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Connection.class, DataSource.class);

  @ArchTest
  static final ArchRule onlySqlKnowsTheDriversParser =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.shardrouter.internal.sql..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.postgresql.core.Parser");

  @ArchTest
  static final ArchRule micrometerStaysInItsRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.shardrouter.internal.metrics..")
          .and()
          .doNotHaveSimpleName("ShardRouterMetrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..")
          .allowEmptyShould(true);

  private static ArchRule onlyDownwards(String room) {
    String[] above =
        ROOMS.subList(0, ROOMS.indexOf(room)).stream()
            .map(name -> "io.shardrouter.internal." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.shardrouter.internal." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .as(room + " imports nothing of " + Arrays.toString(above));
  }
}
