package io.shardrouter.it.jooq;

import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Users and their states, by jOOQ's language alone. */
public final class Users {
  private static final Table<Record> USERS = table(name("users"));
  private static final Field<String> ID = field(name("users", "id"), SQLDataType.VARCHAR);
  private static final Field<String> NAME = field(name("users", "name"), SQLDataType.VARCHAR);
  private static final Field<Long> BALANCE = field(name("users", "balance"), SQLDataType.BIGINT);
  private static final Table<Record> STATES = table(name("consciousness_states"));
  private static final Field<UUID> STATE_ID =
      field(name("consciousness_states", "id"), SQLDataType.UUID);
  private static final Field<String> USER_ID =
      field(name("consciousness_states", "user_id"), SQLDataType.VARCHAR);
  private static final Field<String> STATE =
      field(name("consciousness_states", "state"), SQLDataType.VARCHAR);
  private static final Field<BigDecimal> INTENSITY =
      field(name("consciousness_states", "intensity"), SQLDataType.NUMERIC(6, 2));

  private final DSLContext db;

  public Users(DataSource dataSource) {
    db = DSL.using(dataSource, SQLDialect.POSTGRES);
  }

  /** A user. */
  public record User(String id, String name, long balance) {}

  public int add(User user) {
    return db.insertInto(USERS, ID, NAME, BALANCE)
        .values(user.id(), user.name(), user.balance())
        .execute();
  }

  /** Adds a user, or gives the one that is there another name. */
  public int addOrRename(User user) {
    return db.insertInto(USERS, ID, NAME, BALANCE)
        .values(user.id(), user.name(), user.balance())
        .onConflict(ID)
        .doUpdate()
        .set(NAME, excluded(NAME))
        .execute();
  }

  public Optional<User> find(String id) {
    return db.select(ID, NAME, BALANCE).from(USERS).where(ID.eq(id)).fetchOptionalInto(User.class);
  }

  public long pay(String id, long amount) {
    return db.update(USERS)
        .set(BALANCE, BALANCE.plus(amount))
        .where(ID.eq(id))
        .returningResult(BALANCE)
        .fetchSingle(BALANCE);
  }

  public int remove(String id) {
    return db.deleteFrom(USERS).where(ID.eq(id)).execute();
  }

  public UUID feel(String user, String state, BigDecimal intensity) {
    return db.insertInto(STATES, USER_ID, STATE, INTENSITY)
        .values(user, state, intensity)
        .returningResult(STATE_ID)
        .fetchSingle(STATE_ID);
  }

  public int[] feelAll(String user, List<String> states) {
    return db.batch(
            states.stream()
                .map(
                    state ->
                        db.insertInto(STATES, USER_ID, STATE, INTENSITY)
                            .values(user, state, BigDecimal.ONE))
                .toList())
        .execute();
  }

  public List<String> richest(int limit, int offset) {
    return db.select(ID)
        .from(USERS)
        .orderBy(BALANCE.desc(), ID)
        .limit(limit)
        .offset(offset)
        .fetch(ID);
  }

  public int size() {
    return db.fetchCount(USERS);
  }

  public BigDecimal total() {
    return db.select(sum(BALANCE)).from(USERS).fetchSingle().value1();
  }

  public List<String> named(Collection<String> ids) {
    return db.select(NAME).from(USERS).where(ID.in(ids)).orderBy(NAME).fetch(NAME);
  }

  /** States, how often and how strongly they are felt. */
  public List<String> mood() {
    return db.select(STATE, count(), avg(INTENSITY), countDistinct(USER_ID))
        .from(STATES)
        .groupBy(STATE)
        .having(count().ge(1))
        .orderBy(count().desc(), STATE)
        .fetch(
            row ->
                row.value1()
                    + " "
                    + row.value2()
                    + " "
                    + row.value3().stripTrailingZeros().toPlainString()
                    + " "
                    + row.value4());
  }

  public List<String> usersWho(String state) {
    return db.select(ID)
        .from(USERS)
        .where(exists(selectOne().from(STATES).where(USER_ID.eq(ID).and(STATE.eq(state)))))
        .orderBy(ID)
        .fetch(ID);
  }

  public List<String> statesOf(String id) {
    return db.select(NAME, STATE)
        .from(USERS)
        .leftJoin(STATES)
        .on(USER_ID.eq(ID))
        .where(ID.eq(id))
        .orderBy(STATE)
        .fetch(row -> row.value1() + " " + row.value2());
  }

  /** The strongest state of each user. */
  public List<String> strongest() {
    Table<?> ranked =
        select(
                USER_ID.as("who"),
                STATE.as("what"),
                rowNumber().over().partitionBy(USER_ID).orderBy(INTENSITY.desc(), STATE).as("rank"))
            .from(STATES)
            .asTable("ranked");
    return db.select(ranked.field("who", String.class), ranked.field("what", String.class))
        .from(ranked)
        .where(ranked.field("rank", Integer.class).eq(1))
        .orderBy(1)
        .fetch(row -> row.value1() + " " + row.value2());
  }

  /** Users above the average of all, by a common table expression. */
  public List<String> aboveAverage() {
    return db.with("mean")
        .as(select(avg(BALANCE).as("m")).from(USERS))
        .select(ID)
        .from(USERS, table(name("mean")))
        .where(BALANCE.gt(field(name("mean", "m"), Long.class)))
        .orderBy(ID)
        .fetch(ID);
  }

  /** Ids and states in one list. */
  public List<String> words() {
    return db.select(ID.as("word"))
        .from(USERS)
        .union(select(STATE).from(STATES))
        .orderBy(1)
        .fetch(Record1::value1);
  }

  /** The ids of all users, read row by row. */
  public String streamed() {
    return db.transactionResult(
        transaction -> {
          StringBuilder ids = new StringBuilder();
          try (Cursor<Record1<String>> rows =
              transaction.dsl().select(ID).from(USERS).orderBy(ID).fetchSize(2).fetchLazy()) {
            rows.forEach(row -> ids.append(row.value1()));
          }
          return ids.toString();
        });
  }

  /** Adds a user and a state; both, or neither. */
  public void open(User user, String state, boolean fails) {
    db.transaction(
        transaction -> {
          DSLContext within = transaction.dsl();
          within
              .insertInto(USERS, ID, NAME, BALANCE)
              .values(user.id(), user.name(), user.balance())
              .execute();
          within.transaction(
              nested ->
                  nested
                      .dsl()
                      .insertInto(STATES, USER_ID, STATE)
                      .values(user.id(), state)
                      .execute());
          if (fails) {
            throw new IllegalStateException("on purpose");
          }
        });
  }

  /** Pays one user and then another. */
  public void transfer(String from, String to, long amount) {
    db.transaction(
        transaction -> {
          DSLContext within = transaction.dsl();
          within.update(USERS).set(BALANCE, BALANCE.minus(amount)).where(ID.eq(from)).execute();
          within.update(USERS).set(BALANCE, BALANCE.plus(amount)).where(ID.eq(to)).execute();
        });
  }

  /** The states' names by what the database tells of its tables. */
  public List<String> columns() {
    return db.meta()
        .getTables("consciousness_states")
        .get(0)
        .fieldStream()
        .map(Field::getName)
        .toList();
  }
}
