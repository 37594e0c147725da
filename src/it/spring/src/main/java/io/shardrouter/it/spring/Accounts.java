package io.shardrouter.it.spring;

import java.math.BigDecimal;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What a service does with users, in transactions. */
@Service
public class Accounts {
  private final Users users;

  public Accounts(Users users) {
    this.users = users;
  }

  /** A user with a first state: both, or neither. */
  @Transactional
  public void open(User user, String state) {
    users.add(user);
    users.feel(user.id(), state, BigDecimal.ONE);
  }

  @Transactional
  public void openAndFail(User user) {
    users.add(user);
    throw new IllegalStateException("on purpose");
  }

  @Transactional(readOnly = true)
  public String greeting(String id) {
    return users.find(id).map(User::name).orElse("nobody") + " of " + users.count();
  }

  @Transactional(isolation = Isolation.REPEATABLE_READ, readOnly = true)
  public List<Long> twice(Runnable between) {
    long before = users.total();
    between.run();
    return List.of(before, users.total());
  }

  @Transactional
  public long withdraw(String id, long amount) {
    long balance = users.lock(id);
    if (balance < amount) {
      throw new IllegalArgumentException("too little");
    }
    users.pay(id, -amount);
    return users.find(id).orElseThrow().balance();
  }

  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void alone(User user) {
    users.add(user);
  }

  @Transactional(propagation = Propagation.NESTED)
  public void nested(String id, long amount, boolean fails) {
    users.pay(id, amount);
    if (fails) {
      throw new IllegalStateException("on purpose");
    }
  }

  /** Pays one user and then another. */
  @Transactional
  public void transfer(String from, String to, long amount) {
    users.pay(from, -amount);
    users.pay(to, amount);
  }
}
