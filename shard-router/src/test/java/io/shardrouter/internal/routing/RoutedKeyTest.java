package io.shardrouter.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** When two keys are one, and what is told of them. */
class RoutedKeyTest {
  private static final RoutedKey KEY = new RoutedKey("user", 3, "u1");

  @Test
  void keysAreEqualWhereGroupSlotAndTextAre() {
    assertThat(KEY).isEqualTo(new RoutedKey("user", 3, "U1".toLowerCase(Locale.ROOT)));
    assertThat(KEY).hasSameHashCodeAs(new RoutedKey("user", 3, "U1".toLowerCase(Locale.ROOT)));
    assertThat(KEY).isNotEqualTo(new RoutedKey("day", 3, "u1"));
    assertThat(KEY).isNotEqualTo(new RoutedKey("user", 4, "u1"));
    assertThat(KEY).isNotEqualTo(new RoutedKey("user", 3, "u2"));
    assertThat(KEY).isNotEqualTo("u1");
  }

  @Test
  void keyItselfIsNotTold() {
    assertThat(KEY.toString()).doesNotContain("u1");
  }
}
