package io.shardrouter.internal.jdbc;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of JDBC methods, and the classes generated from it, against this JDK. */
class JdbcClassificationTest {
  private static final Set<String> EMITTED =
      Set.of("pinned", "results", "object", "parameter", "typed", "registered", "once", "refused");

  /** Method to its kind, for all lines about methods that this JDK should have. */
  private static final Map<String, String> TABLE = new TreeMap<>();

  @BeforeAll
  static void readTable() throws IOException {
    for (String line : Files.readAllLines(Path.of("src/build/jdbc-methods.txt"))) {
      List<String> words = line.isBlank() || line.startsWith("#") ? List.of() : words(line);
      if (words.size() == 2
          || (words.size() == 3 && Integer.parseInt(words.get(2)) <= Runtime.version().feature())) {
        TABLE.put(words.get(0), words.get(1));
      }
    }
  }

  @Test
  void everyMethodOfThisJdkIsClassified() {
    assertThat(methods().keySet()).isSubsetOf(TABLE.keySet());
  }

  @Test
  void everyLineNamesAMethodOfThisJdk() {
    assertThat(TABLE.keySet()).isSubsetOf(methods().keySet());
  }

  @ParameterizedTest
  @MethodSource("forwarders")
  void whatTheTableForwardsIsOverridden(Class<?> type, Class<?> forwarder) {
    assertThat(methodsOf(type).entrySet())
        .filteredOn(method -> EMITTED.contains(TABLE.getOrDefault(method.getKey(), "")))
        .extracting(Map.Entry::getValue)
        .allSatisfy(
            method -> {
              Method override = declaredIn(forwarder, method);
              assertThat(Modifier.isAbstract(override.getModifiers())).isFalse();
              assertThat(override.getReturnType()).isEqualTo(method.getReturnType());
            });
  }

  /** Neither a forward nor a default of the interface answers for what routing changes. */
  @ParameterizedTest
  @MethodSource("forwarders")
  void whatTheTableLeavesToUsHasNoBody(Class<?> type, Class<?> forwarder) {
    assertThat(methodsOf(type).entrySet())
        .filteredOn(method -> "local".equals(TABLE.get(method.getKey())))
        .extracting(Map.Entry::getValue)
        .allSatisfy(
            method ->
                assertThat(forwarder.getDeclaredMethods())
                    .filteredOn(declared -> overrides(declared, method))
                    .hasSize(method.isDefault() ? 1 : 0)
                    .allMatch(declared -> Modifier.isAbstract(declared.getModifiers())));
  }

  private static Stream<Arguments> forwarders() {
    return Stream.of(
        Arguments.of(Connection.class, ForwardingConnection.class),
        Arguments.of(Statement.class, ForwardingStatement.class),
        Arguments.of(PreparedStatement.class, ForwardingPreparedStatement.class),
        Arguments.of(CallableStatement.class, ForwardingCallableStatement.class),
        Arguments.of(ResultSet.class, ForwardingResultSet.class),
        Arguments.of(DatabaseMetaData.class, ForwardingDatabaseMetaData.class));
  }

  /** The methods of all six interfaces and of what they inherit, by their names in the table. */
  private static Map<String, Method> methods() {
    Set<Class<?>> types = new LinkedHashSet<>();
    forwarders().forEach(pair -> collect((Class<?>) pair.get()[0], types));
    Map<String, Method> methods = new TreeMap<>();
    types.forEach(type -> methods.putAll(methodsOf(type)));
    return methods;
  }

  private static void collect(Class<?> type, Set<Class<?>> types) {
    types.add(type);
    for (Class<?> parent : type.getInterfaces()) {
      collect(parent, types);
    }
  }

  private static Map<String, Method> methodsOf(Class<?> type) {
    Map<String, Method> methods = new TreeMap<>();
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())) {
        String parameters =
            Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(joining(","));
        methods.put(type.getSimpleName() + "." + method.getName() + "(" + parameters + ")", method);
      }
    }
    return methods;
  }

  private static Method declaredIn(Class<?> forwarder, Method method) throws NoSuchMethodException {
    return forwarder.getDeclaredMethod(method.getName(), method.getParameterTypes());
  }

  private static boolean overrides(Method declared, Method method) {
    return declared.getName().equals(method.getName())
        && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes());
  }

  private static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }
}
