package io.shardrouter.it.mybatis;

import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** The mappers over a JDBC URL, with the pool of MyBatis itself. */
public final class Mappers {
  private Mappers() {}

  /** Opens sessions on what {@code url} leads to. */
  public static SqlSessionFactory open(PooledDataSource pool) {
    Configuration configuration =
        new Configuration(new Environment("service", new JdbcTransactionFactory(), pool));
    configuration.setMapUnderscoreToCamelCase(true);
    configuration.getTypeHandlerRegistry().register(UuidHandler.class);
    configuration.addMapper(UserMapper.class);
    return new SqlSessionFactoryBuilder().build(configuration);
  }
}
