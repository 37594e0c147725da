package io.shardrouter.internal.routing;

import io.shardrouter.strategy.Md5Strategy;
import io.shardrouter.strategy.MonthStrategy;
import io.shardrouter.strategy.ShardingStrategy;

/** Finds strategies by the name that the configuration gives. */
public final class Strategies {
  private Strategies() {}

  /**
   * The strategy {@code md5}, {@code month}, or one of the named class, found by the thread's
   * context class loader and then by this library's own.
   *
   * @throws IllegalArgumentException when there is none; the text says what would be right
   */
  public static ShardingStrategy named(String name) {
    return switch (name) {
      case "md5" -> new Md5Strategy();
      case "month" -> new MonthStrategy();
      default -> instance(name);
    };
  }

  private static ShardingStrategy instance(String className) {
    try {
      Object strategy = find(className).getConstructor().newInstance();
      if (strategy instanceof ShardingStrategy found) {
        return found;
      }
      throw new IllegalArgumentException(
          "class " + className + " does not implement " + ShardingStrategy.class.getName());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "\"" + className + "\" is neither md5 nor month, and no class on the class path", e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalArgumentException(
          "class "
              + className
              + " cannot be made; it must be public, with a public constructor without parameters"
              + " that does not fail, in an exported package",
          e);
    }
  }

  private static Class<?> find(String className) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      try {
        return Class.forName(className, true, context);
      } catch (ClassNotFoundException e) {
        return Class.forName(className);
      }
    }
    return Class.forName(className);
  }
}
