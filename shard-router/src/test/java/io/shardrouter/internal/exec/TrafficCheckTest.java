package io.shardrouter.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.shardrouter.internal.exec.Traffic.Tally;
import io.shardrouter.internal.exec.TrafficCheck.Agreed;
import io.shardrouter.internal.exec.TrafficCheck.Differing;
import io.shardrouter.internal.exec.TrafficCheck.UnknownPeer;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrafficCheckTest {
  private static final Set<Integer> CONFIGURED = Set.of(0, 1, 2);

  private static Tally tally(long moves, String checksum) {
    return new Tally(moves, new BigDecimal(checksum));
  }

  private static Traffic gave(int peer, Tally tally) {
    return new Traffic(ImmutableMap.of(peer, tally), ImmutableMap.of());
  }

  private static Traffic took(int peer, Tally tally) {
    return new Traffic(ImmutableMap.of(), ImmutableMap.of(peer, tally));
  }

  private static TrafficCheck check(Traffic zero, Traffic one) {
    return TrafficCheck.of(Map.of(0, zero, 1, one), CONFIGURED);
  }

  @Test
  void shardsWithoutMovesAgree() {
    assertThat(check(Traffic.NONE, Traffic.NONE)).isEqualTo(new Agreed());
  }

  @Test
  void whatWasGivenAndTakenAgreesWhateverTheScaleOfTheSum() {
    assertThat(check(gave(1, tally(2, "70")), took(0, tally(2, "70.0")))).isEqualTo(new Agreed());
  }

  @Test
  void aMoveOnItsWayDiffers() {
    assertThat(check(gave(1, tally(2, "70")), took(0, tally(1, "30"))))
        .isEqualTo(new Differing(0, 1));
    assertThat(check(gave(1, tally(1, "70")), Traffic.NONE)).isEqualTo(new Differing(0, 1));
    assertThat(check(took(1, tally(1, "70")), Traffic.NONE)).isEqualTo(new Differing(1, 0));
  }

  @Test
  void asManyButOtherMovesDiffer() {
    assertThat(check(gave(1, tally(2, "70")), took(0, tally(2, "71"))))
        .isEqualTo(new Differing(0, 1));
  }

  @Test
  void directionsAreNotMixedUp() {
    assertThat(check(gave(1, tally(1, "7")), gave(0, tally(1, "7")))).isInstanceOf(Differing.class);
  }

  @Test
  void aConfiguredPeerThatWasNotReadIsNotCompared() {
    assertThat(check(gave(2, tally(1, "7")), Traffic.NONE)).isEqualTo(new Agreed());
  }

  @Test
  void aPeerThatIsNotConfiguredIsNamed() {
    assertThat(check(Traffic.NONE, took(9, tally(1, "7")))).isEqualTo(new UnknownPeer(1, 9));
  }
}
