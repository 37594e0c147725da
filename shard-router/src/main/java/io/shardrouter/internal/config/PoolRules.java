package io.shardrouter.internal.config;

import com.zaxxer.hikari.HikariConfig;
import io.shardrouter.ConfigurationException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Which HikariCP properties may be set: those it has, less those the router sets itself. */
public final class PoolRules {
  private static final Set<String> OURS =
      Set.of(
          "jdbcUrl",
          "username",
          "password",
          "credentials",
          "credentialsProvider",
          "credentialsProviderClassName",
          "driverClassName",
          "autoCommit",
          "poolName",
          "metricRegistry",
          "metricsTrackerFactory",
          "healthCheckRegistry",
          "healthCheckProperties",
          "threadFactory",
          "scheduledExecutor",
          "exceptionOverride");
  private static final Map<String, Class<?>> PROPERTIES = properties();

  private PoolRules() {}

  /** Throws on the first property that does not exist, is the router's, or has a bad value. */
  public static void check(String setting, Map<String, String> pool) {
    pool.forEach((name, value) -> checkOne(setting + "." + name, name, value));
  }

  private static void checkOne(String setting, String name, String value) {
    if (OURS.contains(name) || name.startsWith("dataSource")) {
      throw ConfigurationException.of(setting, "is set by the router itself; leave it out");
    }
    Class<?> type = PROPERTIES.get(name);
    if (type == null) {
      throw ConfigurationException.of(
          setting, "is no HikariCP property" + NearestName.suggestion(name, PROPERTIES.keySet()));
    }
    if (type == boolean.class && !value.equals("true") && !value.equals("false")) {
      throw ConfigurationException.of(setting, "must be true or false");
    }
    Properties single = new Properties();
    single.setProperty(name, value);
    try {
      new HikariConfig(single);
    } catch (RuntimeException e) {
      // Its text may quote the value, and init SQL may hold secrets.
      throw ConfigurationException.of(
          setting, "has a value that HikariCP refuses; it takes " + described(type));
    }
  }

  private static String described(Class<?> type) {
    if (type == int.class) {
      return "a whole number in its documented range";
    }
    return type == long.class
        ? "milliseconds in its documented range"
        : "what its documentation says of " + type.getSimpleName();
  }

  private static Map<String, Class<?>> properties() {
    Set<Class<?>> fromText = Set.of(String.class, boolean.class, int.class, long.class);
    Map<String, Class<?>> found = new TreeMap<>();
    for (Method method : HikariConfig.class.getMethods()) {
      Class<?>[] types = method.getParameterTypes();
      boolean setter = method.getName().startsWith("set") && types.length == 1;
      if (setter && Arrays.stream(types).allMatch(fromText::contains)) {
        String name = method.getName().substring("set".length());
        found.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), types[0]);
      }
    }
    found.keySet().removeIf(name -> OURS.contains(name) || name.startsWith("dataSource"));
    return found;
  }
}
