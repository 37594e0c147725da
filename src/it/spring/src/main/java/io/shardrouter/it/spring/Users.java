package io.shardrouter.it.spring;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/** Users and their states in the database. */
@Repository
public class Users {
  private static final RowMapper<User> USER = new DataClassRowMapper<>(User.class);

  private final JdbcTemplate jdbc;
  private final NamedParameterJdbcTemplate named;

  public Users(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.named = new NamedParameterJdbcTemplate(jdbc);
  }

  public void add(User user) {
    jdbc.update(
        "insert into users (id, name, balance) values (?, ?, ?)",
        user.id(),
        user.name(),
        user.balance());
  }

  public Optional<User> find(String id) {
    return Optional.ofNullable(
        DataAccessUtils.singleResult(
            jdbc.query("select id, name, balance from users where id = ?", USER, id)));
  }

  public int pay(String id, long amount) {
    return jdbc.update("update users set balance = balance + ? where id = ?", amount, id);
  }

  /** The richest users of all. */
  public List<User> richest(int limit, int offset) {
    return jdbc.query(
        "select id, name, balance from users order by balance desc, id limit ? offset ?",
        USER,
        limit,
        offset);
  }

  public long count() {
    return Objects.requireNonNull(jdbc.queryForObject("select count(*) from users", Long.class));
  }

  public long total() {
    return Objects.requireNonNull(
        jdbc.queryForObject("select coalesce(sum(balance), 0) from users", Long.class));
  }

  public List<User> named(Collection<String> ids) {
    return named.query(
        "select id, name, balance from users where id in (:ids) order by id",
        Map.of("ids", ids),
        USER);
  }

  /** All users, one after the other. */
  public Stream<User> stream() {
    return jdbc.queryForStream("select id, name, balance from users order by id", USER);
  }

  /** Adds a state; gives the id that the database made. */
  public UUID feel(String user, String state, BigDecimal intensity) {
    GeneratedKeyHolder keys = new GeneratedKeyHolder();
    jdbc.update(
        connection -> {
          PreparedStatement insert =
              connection.prepareStatement(
                  "insert into consciousness_states (user_id, state, intensity) values (?, ?, ?)",
                  new String[] {"id"});
          insert.setString(1, user);
          insert.setString(2, state);
          insert.setBigDecimal(3, intensity);
          return insert;
        },
        keys);
    return Objects.requireNonNull(keys.getKeyAs(UUID.class));
  }

  /** Adds several states of one user at once. */
  public int[] feelAll(String user, List<String> states) {
    return jdbc.batchUpdate(
        "insert into consciousness_states (user_id, state, intensity) values (?, ?, 1)",
        states.stream().map(state -> new Object[] {user, state}).toList());
  }

  public List<String> states(String user) {
    return jdbc.queryForList(
        "select s.state from users u join consciousness_states s on s.user_id = u.id"
            + " where u.id = ? order by s.state",
        String.class,
        user);
  }

  /** How often each state is felt, and how strongly. */
  public List<Map<String, Object>> mood() {
    return jdbc.queryForList(
        "select state, count(*) as often, avg(intensity) as mean from consciousness_states"
            + " group by state having count(*) > 1 order by often desc, state");
  }

  /** States of users whose balance is over the average. */
  public List<String> statesOfTheRich() {
    return jdbc.queryForList(
        "select distinct s.state from consciousness_states s join users u on u.id = s.user_id"
            + " where u.balance > (select avg(balance) from users) order by s.state",
        String.class);
  }

  /** Locks a user's row for what the transaction does with it. */
  public long lock(String id) {
    return Objects.requireNonNull(
        jdbc.queryForObject("select balance from users where id = ? for update", Long.class, id));
  }
}
