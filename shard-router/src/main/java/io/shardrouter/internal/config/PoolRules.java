package io.shardrouter.internal.config;

import com.zaxxer.hikari.HikariConfig;
import io.shardrouter.ConfigurationException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
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
  private static final Map<String, Method> SETTERS = setters();

  private PoolRules() {}

  /** Throws on the first property that does not exist, is the router's, or has a bad value. */
  public static void check(String setting, Map<String, String> pool) {
    pool.forEach((name, value) -> checkOne(setting + "." + name, name, value));
  }

  private static void checkOne(String setting, String name, String value) {
    if (isOurs(name)) {
      throw ConfigurationException.of(setting, "is set by the router itself; leave it out");
    }
    Method setter = SETTERS.get(name);
    if (setter == null) {
      throw ConfigurationException.of(
          setting, "is no HikariCP property" + NearestName.suggestion(name, SETTERS.keySet()));
    }
    Class<?> type = setter.getParameterTypes()[0];
    try {
      setter.invoke(new HikariConfig(), converted(type, value));
    } catch (IllegalArgumentException | InvocationTargetException e) {
      // Its text may quote the value, and init SQL may hold secrets.
      throw ConfigurationException.of(
          setting, "has a value that HikariCP refuses; it takes " + described(type));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("HikariConfig's setters are public", e);
    }
  }

  private static Object converted(Class<?> type, String value) {
    if (type == int.class) {
      return Integer.valueOf(value);
    }
    if (type == long.class) {
      return Long.valueOf(value);
    }
    if (type == boolean.class && !value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return type == boolean.class ? (Object) Boolean.valueOf(value) : value;
  }

  private static String described(Class<?> type) {
    if (type == int.class) {
      return "a whole number in its documented range";
    }
    if (type == long.class) {
      return "a number of milliseconds in its documented range";
    }
    return type == boolean.class ? "true or false" : "what its documentation says";
  }

  /** Those that take text, or what text can be converted to. */
  private static Map<String, Method> setters() {
    Set<Class<?>> fromText = Set.of(String.class, boolean.class, int.class, long.class);
    Map<String, Method> found = new TreeMap<>();
    for (Method method : HikariConfig.class.getMethods()) {
      Class<?>[] types = method.getParameterTypes();
      boolean setter = method.getName().startsWith("set") && types.length == 1;
      if (setter && fromText.contains(types[0])) {
        String name = method.getName().substring("set".length());
        found.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), method);
      }
    }
    found.keySet().removeIf(PoolRules::isOurs);
    return found;
  }

  private static boolean isOurs(String name) {
    return OURS.contains(name) || name.startsWith("dataSource");
  }
}
