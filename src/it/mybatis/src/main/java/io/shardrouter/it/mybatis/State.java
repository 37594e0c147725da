package io.shardrouter.it.mybatis;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** What a user feels; the database makes its id. */
@NullUnmarked // Filled by the mapper.
public final class State {
  private UUID id;
  private String userId;
  private String state;
  private BigDecimal intensity;
  private OffsetDateTime feltAt;

  State() {}

  public State(String userId, String state, BigDecimal intensity, OffsetDateTime feltAt) {
    this.userId = userId;
    this.state = state;
    this.intensity = intensity;
    this.feltAt = feltAt;
  }

  public UUID id() {
    return id;
  }

  public String userId() {
    return userId;
  }

  public String state() {
    return state;
  }

  public BigDecimal intensity() {
    return intensity;
  }

  public OffsetDateTime feltAt() {
    return feltAt;
  }
}
