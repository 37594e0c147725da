package io.shardrouter.it.hibernate;

import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;

/** Users and their states, each method a transaction. */
public final class Users {
  private static final String FELT =
      "select s.state, count(*), avg(s.intensity) from ConsciousnessState s join s.user u"
          + " where u.balance > 0 group by s.state having count(*) >= 1 order by count(*) desc";

  private final SessionFactory factory;

  public Users(SessionFactory factory) {
    this.factory = factory;
  }

  public void add(User user) {
    factory.inTransaction(session -> session.persist(user));
  }

  public Optional<User> find(String id) {
    return factory.fromTransaction(session -> Optional.ofNullable(session.find(User.class, id)));
  }

  /** Changes a user; whatever {@code change} does is written when it ends. */
  public void change(String id, Consumer<User> change) {
    factory.inTransaction(session -> change.accept(session.find(User.class, id)));
  }

  public User merge(User detached) {
    return factory.fromTransaction(session -> session.merge(detached));
  }

  public void remove(String id) {
    factory.inTransaction(session -> session.remove(session.find(User.class, id)));
  }

  /** Adds states of one user. */
  public List<UUID> feel(String id, Instant at, String... states) {
    return factory.fromTransaction(
        session -> {
          User user = session.find(User.class, id);
          List<UUID> ids = new ArrayList<>();
          for (String state : states) {
            ConsciousnessState felt =
                new ConsciousnessState(user, state, BigDecimal.valueOf(state.length()), at);
            session.persist(felt);
            ids.add(felt.id());
          }
          return ids;
        });
  }

  public Optional<String> state(UUID id) {
    return factory.fromTransaction(
        session ->
            Optional.ofNullable(session.find(ConsciousnessState.class, id))
                .map(ConsciousnessState::state));
  }

  public void changeState(UUID id, String state) {
    factory.inTransaction(session -> session.find(ConsciousnessState.class, id).become(state));
  }

  public void removeState(UUID id) {
    factory.inTransaction(session -> session.remove(session.find(ConsciousnessState.class, id)));
  }

  /** A user's states by way of the user. */
  public List<String> statesOf(String id) {
    return factory.fromTransaction(
        session ->
            session.find(User.class, id).states().stream().map(ConsciousnessState::state).toList());
  }

  public List<ConsciousnessState> statesByKey(String id) {
    return factory.fromTransaction(
        session ->
            session
                .createQuery(
                    "from ConsciousnessState s where s.user.id = :id order by s.state",
                    ConsciousnessState.class)
                .setParameter("id", id)
                .getResultList());
  }

  public List<User> richest(int first, int most) {
    return factory.fromTransaction(
        session ->
            session
                .createQuery("from User u order by u.balance desc, u.id", User.class)
                .setFirstResult(first)
                .setMaxResults(most)
                .getResultList());
  }

  public long count() {
    return factory.fromTransaction(
        session -> session.createQuery("select count(*) from User", Long.class).getSingleResult());
  }

  public Object[] totals() {
    return factory.fromTransaction(
        session ->
            session
                .createQuery(
                    "select count(u), sum(u.balance), avg(u.balance), max(u.name) from User u",
                    Tuple.class)
                .getSingleResult()
                .toArray());
  }

  public List<String> named(String pattern, long least, long most) {
    return factory.fromTransaction(
        session ->
            session
                .createQuery(
                    "select u.id from User u where u.name like :name"
                        + " and u.balance between :least and :most order by u.id",
                    String.class)
                .setParameter("name", pattern)
                .setParameter("least", least)
                .setParameter("most", most)
                .getResultList());
  }

  public List<String> felt() {
    return factory.fromTransaction(
        session ->
            session.createQuery(FELT, Tuple.class).getResultList().stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
                .toList());
  }

  public List<User> withStates(List<String> ids) {
    return factory.fromTransaction(
        session ->
            session
                .createQuery(
                    "select distinct u from User u join fetch u.states where u.id in (:ids)"
                        + " order by u.id",
                    User.class)
                .setParameter("ids", ids)
                .getResultList());
  }

  public List<String> withoutStates() {
    return factory.fromTransaction(
        session ->
            session
                .createQuery(
                    "select u.id from User u where not exists (select 1 from ConsciousnessState s"
                        + " where s.user = u) order by u.id",
                    String.class)
                .getResultList());
  }

  public int payByQuery(String id, long amount) {
    return factory.fromTransaction(
        session ->
            session
                .createMutationQuery(
                    "update User u set u.balance = u.balance + :a where u.id = :id")
                .setParameter("a", amount)
                .setParameter("id", id)
                .executeUpdate());
  }

  public int forgetStates(String id) {
    return factory.fromTransaction(
        session ->
            session
                .createMutationQuery("delete from ConsciousnessState s where s.user.id = :id")
                .setParameter("id", id)
                .executeUpdate());
  }

  public long lockedBalance(String id) {
    return factory.fromTransaction(
        session -> session.find(User.class, id, LockModeType.PESSIMISTIC_WRITE).balance());
  }

  /** The ids of all users, read row by row. */
  public String streamed() {
    return factory.fromTransaction(
        session -> {
          StringBuilder ids = new StringBuilder();
          try (Stream<User> all =
              session
                  .createQuery("from User order by id", User.class)
                  .setFetchSize(2)
                  .getResultStream()) {
            all.forEach(user -> ids.append(user.id()));
          }
          return ids.toString();
        });
  }

  public String nameBySql(String id) {
    return factory.fromTransaction(
        session ->
            session
                .createNativeQuery("select name from users where id = :id", String.class)
                .setParameter("id", id)
                .getSingleResult());
  }

  /** Pays one user and then another. */
  public void transfer(String from, String to, long amount) {
    factory.inTransaction(
        session -> {
          session.find(User.class, from).pay(-amount);
          session.find(User.class, to).pay(amount);
        });
  }

  /** Pays, and then adds the user once more, which fails. */
  public void payAndFail(String id) {
    factory.inTransaction(
        session -> {
          session.find(User.class, id).pay(1000);
          session.flush();
          session
              .createNativeMutationQuery("insert into users (id, name) values (:id, 'twice')")
              .setParameter("id", id)
              .executeUpdate();
        });
  }
}
