package io.shardrouter.migrator.internal.catalog;

import static io.shardrouter.migrator.internal.catalog.TwoShards.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a role that is no superuser is told before a move. */
class RightsTest {
  private static final String ROLE = "catalog_rights_test";
  private static final String OWNER = "catalog_rights_owner";
  private static final String TRIGGER =
      "create trigger t before insert on app.users for each row"
          + " execute function suppress_redundant_updates_trigger()";

  private TwoShards two;

  @BeforeEach
  void start() throws SQLException {
    two = new TwoShards();
    dropRoles();
    two.shards().execute(0, "create role " + ROLE, "create role " + OWNER);
    two.both(
        "create schema app",
        "create schema kinds",
        "create type kinds.mood as enum ('sad')",
        "create table app.countries (code text primary key)",
        "create table app.users (id text primary key,"
            + " n int generated always as identity (increment 1024), m kinds.mood, country text references app.countries)");
    two.install("app.users: id");
    two.both(
        "grant usage on schema shard_router to " + ROLE,
        "grant select on all tables in schema shard_router to " + ROLE,
        "grant execute on all functions in schema shard_router to " + ROLE,
        "alter function shard_router.adopt(uuid, bytea) owner to " + ROLE);
  }

  @AfterEach
  void stop() throws SQLException {
    run(two.source(), "reset role");
    run(two.target(), "reset role");
    two.both("drop owned by " + ROLE + ", " + OWNER);
    dropRoles();
    two.close();
  }

  private void dropRoles() throws SQLException {
    two.shards().execute(0, "drop role if exists " + ROLE + ", " + OWNER);
  }

  private ImmutableList<String> objections() throws SQLException {
    run(two.source(), "set role " + ROLE);
    run(two.target(), "set role " + ROLE);
    return two.objections(TwoShards.reference("app.countries"));
  }

  private void grantAll() throws SQLException {
    two.both(
        "grant usage on schema app, kinds to " + ROLE,
        "grant all on all tables in schema app to " + ROLE,
        "grant all on all sequences in schema app to " + ROLE);
  }

  @Test
  void everyMissingRightIsNamedWithItsGrantAndTheGrantsSuffice() throws SQLException {
    ImmutableList<String> reasons = objections();
    assertThat(reasons)
        .containsExactlyInAnyOrder(
            lacks("source shard 0", "SELECT, UPDATE, DELETE ON app.users"),
            lacks("source shard 0", "USAGE ON SEQUENCE app.users_n_seq"),
            lacks("source shard 0", "USAGE ON SCHEMA app"),
            lacks("source shard 0", "USAGE ON SCHEMA kinds"),
            lacks("target shard 1", "SELECT, INSERT ON app.users"),
            lacks("target shard 1", "SELECT ON app.countries"),
            lacks("target shard 1", "USAGE, UPDATE ON SEQUENCE app.users_n_seq"),
            lacks("target shard 1", "USAGE ON SCHEMA app"),
            lacks("target shard 1", "USAGE ON SCHEMA kinds"));
    run(two.source(), "reset role");
    run(two.target(), "reset role");
    for (String reason : reasons) {
      two.shards()
          .execute(
              reason.startsWith("source") ? TwoShards.SOURCE : TwoShards.TARGET,
              reason.substring(reason.indexOf("GRANT")));
    }
    assertThat(objections()).isEmpty();
  }

  private static String lacks(String side, String right) {
    return "%s: role \"%s\" lacks a right that a move needs; run GRANT %s TO \"%s\""
        .formatted(side, ROLE, right, ROLE);
  }

  @Test
  void onlyItsOwnerCanMoveASequenceForward() throws SQLException {
    grantAll();
    two.both("alter table app.users alter n set increment 1");

    assertThat(objections())
        .singleElement()
        .asString()
        .startsWith("target shard 1: role \"" + ROLE + "\" must own sequence app.users_n_seq")
        .contains("run GRANT ");
    run(two.target(), "reset role");
    two.both("alter table app.users owner to " + ROLE);
    assertThat(objections()).isEmpty();
  }

  @Test
  void triggersNeedTheRightToSuppressThem() throws SQLException {
    grantAll();
    two.both(TRIGGER);
    assertThat(objections())
        .hasSize(2)
        .allMatch(
            reason ->
                reason.contains("trigger \"t\" of table app.users would act on moved rows; ")
                    && reason.contains(
                        "GRANT SET ON PARAMETER session_replication_role TO \"" + ROLE + "\""));
    assertThat(MovingRole.canSuppressTriggers(two.source())).isFalse();
    run(two.source(), "reset role");
    assertThat(MovingRole.canSuppressTriggers(two.source())).isTrue();
    assumeThat(two.version()).isGreaterThanOrEqualTo(15);
    run(two.source(), "grant set on parameter session_replication_role to " + ROLE);
    assertThat(objections()).isEmpty();
    assertThat(MovingRole.canSuppressTriggers(two.source())).isTrue();
    run(two.source(), "set session_replication_role = replica");
  }

  @Test
  void disabledTriggerIsNoObstacle() throws SQLException {
    grantAll();
    two.both(TRIGGER, "alter table app.users disable trigger t");
    assertThat(objections()).isEmpty();
  }

  @Test
  void cycleNeedsTheRightToo() throws SQLException {
    grantAll();
    two.both(
        "create table app.orders (u text primary key references app.users)",
        "alter table app.users add foreign key (id) references app.orders",
        "insert into shard_router.group_table values ('user', 'app.orders', 'u')",
        "grant all on app.orders to " + ROLE);
    assertThat(objections()).hasSize(2).allMatch(reason -> reason.contains("go round in a circle"));
  }

  @Test
  void ownerOfAdoptCountsOnTheTarget() throws SQLException {
    grantAll();
    two.both(
        TRIGGER,
        "drop function if exists shard_router.adopt",
        "create function shard_router.adopt(uuid, bytea) returns void language sql"
            + " security definer as ''");
    assertThat(objections()).singleElement().asString().startsWith("source shard 0");
    run(two.source(), "reset role");
    run(two.target(), "reset role");
    two.both("alter function shard_router.adopt(uuid, bytea) owner to " + OWNER);
    assertThat(objections()).anyMatch(r -> r.contains("SELECT, INSERT ON app.users TO \"" + OWNER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "owner", "forced"})
  void rowSecurityThatHidesRowsIsRefused(String how) throws SQLException {
    grantAll();
    two.both("alter table app.users enable row level security");
    if (!how.equals("other")) {
      two.both("alter table app.users owner to " + ROLE);
    }
    if (how.equals("forced")) {
      two.both("alter table app.users force row level security");
    }
    assertThat(objections())
        .hasSize(how.equals("owner") ? 0 : 2)
        .allMatch(reason -> reason.contains("run ALTER ROLE \"" + ROLE + "\" BYPASSRLS"));
    run(two.source(), "reset role");
    run(two.source(), "alter role " + ROLE + " bypassrls");
    assertThat(objections()).isEmpty();
  }
}
