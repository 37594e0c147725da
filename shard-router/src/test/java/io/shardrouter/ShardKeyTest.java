package io.shardrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ShardingKey;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

class ShardKeyTest {
  @Test
  void holdsGroupAndValue() {
    ShardKey key = ShardKey.of("user", 42L);
    assertThat(key).isInstanceOf(ShardingKey.class);
    assertThat(key.group()).contains("user");
    assertThat(key.value()).isEqualTo(42L);
    assertThat(ShardKey.of(42L).group()).isEmpty();
  }

  @Test
  void equalsByGroupAndValue() {
    assertThat(ShardKey.of("user", "a"))
        .isEqualTo(ShardKey.of("user", "a"))
        .hasSameHashCodeAs(ShardKey.of("user", "a"))
        .isNotEqualTo(ShardKey.of("user", "b"))
        .isNotEqualTo(ShardKey.of("day", "a"))
        .isNotEqualTo(ShardKey.of("a"));
  }

  @Test
  void printingNamesTheGroupButNotTheValue() {
    assertThat(ShardKey.of("user", "alice").toString()).contains("user").doesNotContain("alice");
    assertThat(ShardKey.of("alice").toString()).contains("the only one").doesNotContain("alice");
  }

  @Test
  @NullUnmarked
  void aNullValueIsRefusedInClearText() {
    assertThatThrownBy(() -> ShardKey.of("user", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a sharding key cannot be null");
  }
}
