package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardrouter.GroupConfig;
import io.shardrouter.ShardKey;
import io.shardrouter.testing.EmbeddedShards;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A group with everything that PostgreSQL has in tables, moved there and back again. */
class WhatMovesTest {
  private static final String OTHER_OIDS = "create type unrelated_%d as enum ('x')";

  private static final String[] SCHEMA = {
    "create schema \"Größe\"",
    "create type mood as enum ('calm', 'wild', 'it''s')",
    "create type place as (city text, at point, mood mood)",
    "create domain email as text check (value like '%@%')",
    "create table countries (code text primary key)",
    "insert into countries values ('de'), ('jp')",
    "create table users (id bigint primary key, mail email, country text references countries,"
        + " parent bigint, shouted text generated always as (upper(mail)) stored,"
        + " made timestamptz not null default now(), unique (id, mail))",
    "create table \"Größe\".\"Od\"\"d\" (\"Wem\" bigint references users on delete cascade,"
        + " nr integer generated always as identity, moods mood[], home place, raw bytea,"
        + " doc jsonb, amount numeric(30, 10), span interval, bits bit varying, tags text[],"
        + " f float8, primary key (\"Wem\", nr))",
    "create table nodes (owner bigint not null, id serial, up integer, primary key (owner, id),"
        + " foreign key (owner, up) references nodes deferrable initially deferred,"
        + " foreign key (owner) references users)",
    "create table events (user_id bigint not null, at date not null, what text,"
        + " primary key (user_id, at)) partition by range (at)",
    "create table events_old partition of events for values from ('2020-01-01') to ('2025-01-01')",
    "create table events_new partition of events default",
    "create table fired (what text)",
    "create function log_it() returns trigger language plpgsql as"
        + " $$ begin insert into fired values (tg_op || ' ' || tg_table_name); return null; end $$",
    "create trigger log_users after insert or update or delete on users"
        + " for each row execute function log_it()",
    "create trigger log_events after insert or delete on events"
        + " for each row execute function log_it()"
  };

  private static final Map<String, String> ROWS_OF_KEY = rowsOfKey();

  private static MoverCluster cluster;

  private static Map<String, String> rowsOfKey() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("users", "id");
    rows.put("\"Größe\".\"Od\"\"d\"", "\"Wem\"");
    rows.put("nodes", "owner");
    rows.put("events", "user_id");
    return rows;
  }

  @BeforeAll
  static void createShards() throws Exception {
    EmbeddedShards shards = EmbeddedShards.databases(2);
    for (int i = 0; i < 5; i++) {
      shards.execute(1, OTHER_OIDS.formatted(i));
    }
    shards.executeOnAll(SCHEMA);
    GroupConfig.Builder group = GroupConfig.builder("user").layout(0, 1);
    ROWS_OF_KEY.forEach(group::table);
    cluster =
        new MoverCluster(
            shards,
            MoverCluster.config(shards).group(group.build()).referenceTable("countries").build());
  }

  @AfterAll
  static void dropShards() {
    cluster.close();
  }

  private static int fill(long user) throws SQLException {
    int holder = cluster.router().route(ShardKey.of("user", user)).shard();
    try (Connection c = cluster.shards().connect(holder);
        Statement s = c.createStatement()) {
      s.execute("insert into users (id, mail, country) values (" + user + ", 'a@b', 'de')");
      s.execute(
          """
          insert into "Größe"."Od""d"
            ("Wem", moods, home, raw, doc, amount, span, bits, tags, f)
          select %d, array['wild', 'it''s']::mood[], ('Kyōto', '(1,2)', 'calm')::place,
                 decode('00ff', 'hex'), '{"a": [1, null]}', 'NaN', '1 mon -2 days',
                 b'101', array['x', null, 'a"b'], '-0' from generate_series(1, 3)
          """
              .formatted(user));
      s.execute(
          "insert into nodes (owner, id, up) values (%1$d, 1, 2), (%1$d, 2, 1)".formatted(user));
      s.execute(
          "insert into events values (%1$d, '2021-05-05', 'old'), (%1$d, '2026-01-01', null)"
              .formatted(user));
      s.execute("truncate fired");
    }
    return holder;
  }

  private static String content(int shard, long user) throws SQLException {
    StringBuilder content = new StringBuilder();
    for (Map.Entry<String, String> table : ROWS_OF_KEY.entrySet()) {
      content.append(
          cluster.ask(
              shard,
              "select string_agg(t::text, E'\\n' order by t::text) from %s t where %s = %d"
                  .formatted(table.getKey(), table.getValue(), user)));
    }
    return content.toString();
  }

  @Test
  void everyColumnArrivesAsItWasAndComesBack() throws Exception {
    int source = fill(7);
    String before = content(source, 7);
    assertThat(before).contains("Kyōto", "A@B", "2021-05-05", "NaN");
    Migrator migrator = cluster.migrator();

    MoveReport there = migrator.move(MoveRequest.key(ShardKey.of("user", 7L), 1 - source));

    assertThat(there.rows()).isEqualTo(8);
    assertThat(content(1 - source, 7)).isEqualTo(before);
    assertThat(content(source, 7)).isEqualTo("null".repeat(ROWS_OF_KEY.size()));
    migrator.move(MoveRequest.key(ShardKey.of("user", 7L), source));
    assertThat(content(source, 7)).isEqualTo(before);
    assertThat(migrator.verify().findings()).isEmpty();
  }

  @Test
  void noTriggerFiresForMovedRows() throws Exception {
    int source = fill(8);

    cluster.migrator().move(MoveRequest.key(ShardKey.of("user", 8L), 1 - source));

    assertThat(cluster.askAll("select count(*) from fired")).containsOnly("0");
    cluster.shards().execute(1 - source, "update users set mail = 'c@d' where id = 8");
    assertThat(cluster.ask(1 - source, "select what from fired")).isEqualTo("UPDATE users");
    cluster.shards().executeOnAll("truncate fired");
  }

  @Test
  void sequencesMovePastWhatCameIn() throws Exception {
    int source = fill(9);
    cluster.shards().execute(source, "alter table \"Größe\".\"Od\"\"d\" alter nr restart with 500");
    cluster.shards().execute(source, "insert into \"Größe\".\"Od\"\"d\" (\"Wem\") values (9)");

    cluster.migrator().move(MoveRequest.key(ShardKey.of("user", 9L), 1 - source));

    assertThat(
            Integer.parseInt(
                cluster.ask(
                    1 - source,
                    "insert into \"Größe\".\"Od\"\"d\" (\"Wem\") values (9) returning nr")))
        .isEqualTo(501);
  }
}
