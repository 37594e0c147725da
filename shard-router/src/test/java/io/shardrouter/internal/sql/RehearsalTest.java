package io.shardrouter.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is analysed ahead of the first statement. */
class RehearsalTest {
  @Test
  void statementOfARehearsalIsFoundToBeAboutOneKeyAsMostAre() {
    assertThat(Rehearsal.hold())
        .isInstanceOfSatisfying(Shape.Read.class, r -> assertThat(r.keys().complete()).isTrue());
  }
}
