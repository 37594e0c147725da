package io.shardrouter.it.mybatis;

import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** The mappers over a JDBC URL, with the pool of MyBatis itself. */
public final class Mappers {
  private Mappers() {}

  /** A pool of what {@code url} leads to; MyBatis wants the driver's name, which the URL tells. */
  public static PooledDataSource pool(String url) throws SQLException {
    String driver = DriverManager.getDriver(url).getClass().getName();
    return new PooledDataSource(driver, url, null, null);
  }

  /** Opens sessions on the connections of {@code pool}. */
  public static SqlSessionFactory open(DataSource pool) {
    Configuration configuration =
        new Configuration(new Environment("service", new JdbcTransactionFactory(), pool));
    configuration.setMapUnderscoreToCamelCase(true);
    configuration.getTypeHandlerRegistry().register(UuidType.class);
    configuration.addMapper(UserMapper.class);
    return new SqlSessionFactoryBuilder().build(configuration);
  }
}
