package io.shardrouter.it.hibernate;

import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** The entities over a JDBC URL, which is all that is known of the database. */
public final class Persistence {
  private Persistence() {}

  /** Opens a factory; Hibernate checks its mapping against the tables. */
  public static SessionFactory open(String url) {
    return new Configuration()
        .addAnnotatedClass(User.class)
        .addAnnotatedClass(ConsciousnessState.class)
        .setProperty("hibernate.connection.url", url)
        .setProperty("hibernate.connection.pool_size", 3)
        .setProperty("hibernate.hbm2ddl.auto", "validate")
        .setProperty("hibernate.jdbc.batch_size", 20)
        .setProperty("hibernate.order_inserts", true)
        .setProperty("hibernate.order_updates", true)
        .buildSessionFactory();
  }
}
