package io.shardrouter.strategy;

import io.shardrouter.ConfigurationException;

/** Finds strategies by the names that configurations use. */
public final class Strategies {
  private Strategies() {}

  /**
   * The strategy {@code md5}, {@code month}, or of the class {@code name}.
   *
   * @throws ConfigurationException where there is no such class, or it is no strategy with a public
   *     constructor without parameters
   */
  public static ShardingStrategy named(String name) {
    return switch (name) {
      case "md5" -> new Md5Strategy();
      case "month" -> new MonthStrategy();
      default -> ofClass(name);
    };
  }

  private static ShardingStrategy ofClass(String name) {
    ClassLoader own = Strategies.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      return Class.forName(name, true, context == null ? own : context)
          .asSubclass(ShardingStrategy.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new ConfigurationException(
          "strategy "
              + name
              + " is neither md5 nor month nor a public class that implements "
              + ShardingStrategy.class.getName()
              + " and has a public constructor without parameters: "
              + e,
          e);
    }
  }
}
