package io.shardrouter.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardrouter.RefusedException;
import io.shardrouter.ShardKey;
import io.shardrouter.ShardedDataSource;
import io.shardrouter.testing.EmbeddedShards;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What would make an adoption fail is found before the decision, or does not make it fail. */
class RefusedByTheTargetTest {
  private static final ShardKey KEY = ShardKey.of("user", "u1");

  private MoverCluster cluster;
  private ShardedDataSource router;
  private int source;
  private int target;

  @BeforeEach
  void createShards() throws Exception {
    cluster = MoverCluster.classic(EmbeddedShards.databases(2));
    cluster.addUser("u1", 2);
    router = cluster.router();
    source = router.route(KEY).shard();
    target = 1 - source;
  }

  @AfterEach
  void dropShards() {
    cluster.close();
  }

  @Test
  void aCheckThatDependsOnTheSearchPathIsFoundWhileTheSourceHoldsTheKey() throws Exception {
    cluster
        .shards()
        .executeOnAll(
            "create function is_fine(text) returns boolean language sql immutable as 'select true'",
            "create function is_named(text) returns boolean language plpgsql immutable as"
                + " $$ begin return is_fine($1); end $$",
            "alter table users add check (is_named(name))");

    assertThatThrownBy(() -> cluster.migrator().move(MoveRequest.key(KEY, target)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("public.users")
        .hasMessageContaining("is_fine");

    assertThat(cluster.names(router, KEY)).containsExactly("n");
    assertThat(cluster.ask(source, "select count(*) from consciousness_states")).isEqualTo("2");
    assertThat(cluster.migrator().verify().findings()).isEmpty();
  }

  @Test
  void aNumberAtOrBeyondTheEndOfASequenceDoesNotEndIt() throws Exception {
    cluster
        .shards()
        .executeOnAll(
            "alter table consciousness_states alter column id set maxvalue 1000",
            "create sequence down increment -3 minvalue -1000 maxvalue 0",
            "alter table consciousness_states add column nr bigint default nextval('down')");
    cluster
        .shards()
        .execute(
            source,
            "insert into consciousness_states (user_id, id, nr) values"
                + " ('u1', 9223372036854775807, -9223372036854775808),"
                + " ('u1', 1000, -1000)");

    cluster.migrator().move(MoveRequest.key(KEY, target));

    assertThat(cluster.names(router, KEY)).containsExactly("n");
    assertThat(cluster.ask(target, "select count(*) from consciousness_states")).isEqualTo("4");
    cluster.shards().execute(target, "insert into consciousness_states (user_id) values ('u1')");
  }
}
