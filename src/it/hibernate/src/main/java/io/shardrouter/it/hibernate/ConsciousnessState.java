package io.shardrouter.it.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.NullUnmarked;

/** What a user feels; {@link PartitionKey} has every change of it name the user. */
@Entity
@Table(name = "consciousness_states")
@NullUnmarked // Made by the persistence provider, and filled by it.
public class ConsciousnessState {
  @Id private UUID id;

  @PartitionKey
  @Column(name = "user_id", updatable = false)
  private String userId;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "user_id", insertable = false, updatable = false)
  private User user;

  private String state;
  private BigDecimal intensity;

  @Column(name = "felt_at")
  private Instant feltAt;

  protected ConsciousnessState() {}

  public ConsciousnessState(User user, String state, BigDecimal intensity, Instant feltAt) {
    this.id = UUID.randomUUID();
    this.userId = user.id();
    this.user = user;
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

  public User user() {
    return user;
  }

  public String state() {
    return state;
  }

  public void become(String other) {
    state = other;
  }

  public BigDecimal intensity() {
    return intensity;
  }

  public Instant feltAt() {
    return feltAt;
  }
}
