package io.shardrouter.it.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A user, with states. */
@Entity
@Table(name = "users")
@NullUnmarked // Made by the persistence provider, and filled by it.
public class User {
  @Id private String id;
  private String name;
  private long balance;
  @Version private Integer version;

  @OneToMany(mappedBy = "user")
  @OrderBy("state")
  private List<ConsciousnessState> states = new ArrayList<>();

  protected User() {}

  public User(String id, String name, long balance) {
    this.id = id;
    this.name = name;
    this.balance = balance;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public void rename(String other) {
    name = other;
  }

  public long balance() {
    return balance;
  }

  public void pay(long amount) {
    balance += amount;
  }

  public List<ConsciousnessState> states() {
    return states;
  }
}
