package io.shardrouter.migrator.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsistencyTest {
  /** What the two pockets of a user hold together, always. */
  static final long WORTH = 1_000;

  private static final Duration TIME =
      Boolean.getBoolean("tests.full") ? Duration.ofMinutes(5) : Duration.ofSeconds(60);

  @Test
  void nothingIsLostDoubledOrMisplacedWhileEverythingMoves() throws Exception {
    try (Trial trial = new Trial(TIME, 500)) {
      assertThat(trial.run().contradictions()).isEmpty();
    }
  }

  /** The test of the test: it notices that something is wrong. */
  @Test
  void withoutTheGuardsLockItIsNoticed() throws Exception {
    try (Trial trial = new Trial(TIME, 0)) {
      trial
          .cluster()
          .shards()
          .executeOnAll(
              """
              create or replace function shard_router.guard(
                      p_group text, p_slot integer, p_key text, p_wait_ms integer default 5000)
                  returns integer language plpgsql volatile as $$
              begin
                  perform shard_router.held(p_group, p_slot, p_key, 0);
                  return 0;
              end $$
              """);
      assertThat(trial.run().contradictions()).isNotEmpty();
    }
  }

  /** The same for reads that take no lock. */
  @Test
  void withoutTheProofItIsNoticed() throws Exception {
    try (Trial trial = new Trial(TIME, 0)) {
      trial
          .cluster()
          .shards()
          .executeOnAll(
              """
              do $do$
              declare
                  v_guard text;
              begin
                  execute replace(pg_get_functiondef('shard_router.held'::regproc),
                                  'shard_router.held(', 'shard_router.held_for_guards(');
                  foreach v_guard in array
                      array['guard_fully', 'guard_wide_fully', 'require_unmoved'] loop
                      execute replace(
                          pg_get_functiondef(('shard_router.' || v_guard)::regproc),
                          'shard_router.held(', 'shard_router.held_for_guards(');
                  end loop;
                  create or replace function shard_router.held(
                          p_group text, p_slot integer, p_key text, p_waited_ms integer default 0)
                      returns integer language sql stable return 0;
              end $do$
              """);
      assertThat(trial.run().contradictions()).isNotEmpty();
    }
  }
}
