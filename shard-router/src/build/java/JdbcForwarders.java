import static java.util.stream.Collectors.joining;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import javax.tools.ToolProvider;

/**
 * Generates the classes that forward JDBC calls, from the table {@code jdbc-methods.txt}. Maven
 * runs it as {@code java JdbcForwarders.java RELEASE TABLE OUTPUT}. The interfaces are read as of
 * RELEASE, so the classes are the same on whichever newer JDK the build runs. A table that does not
 * fit the interfaces ends the run with status 1 and one line for each problem.
 */
public final class JdbcForwarders {
  private static final String PACKAGE = "io.shardrouter.internal.jdbc";

  private static final String THROWS = " throws java.sql.SQLException";
  private static final String OBJECT =
      "abstract Object object(Object physical)%s;".formatted(THROWS);

  /** The getters' way to refuse a column that is not for the caller. */
  private static final String COLUMNS =
      ("%n%n  int column(int index)" + THROWS + " {%n    return index;%n  }%n%n").formatted()
          + ("  String column(String label)" + THROWS + " {%n    return label;%n  }").formatted();

  private static final String PREPARED =
      "ForwardingPreparedStatement(KeyedConnection connection, Cursor cursor) {%n".formatted()
          + "    super(connection, cursor);%n  }%n%n  ".formatted();
  private static final String CALLABLE =
      "ForwardingCallableStatement(KeyedConnection connection, String sql, Cursor cursor,%n"
              .formatted()
          + "      io.shardrouter.internal.exec.Separable separable, Preparation preparation) {%n"
              .formatted()
          + "    super(connection, sql, cursor, separable, preparation);%n  }%n%n  ".formatted()
          + OBJECT;
  private static final String BINDERS =
      PREPARED
          + "abstract void bind(int index, Parameter parameter)%s;%n%n".formatted(THROWS)
          + "  abstract void bindTyped(int index, Parameter parameter)%s;%n%n".formatted(THROWS)
          + "  abstract void bindOnce(int index, Parameter parameter)%s;%n%n".formatted(THROWS)
          + "  abstract void register(int index, Parameter registration)%s;%n%n".formatted(THROWS)
          + "  abstract boolean keepsValues();%n%n".formatted()
          + "  abstract void keepValue(int index, Object value)%s;".formatted(THROWS);
  private static final String RESULTS =
      "abstract java.sql.ResultSet results(java.sql.ResultSet physical)%s;".formatted(THROWS);

  private static final List<Forwarder> FORWARDERS =
      List.of(
          new Forwarder("Connection", "", THROWS, ""),
          new Forwarder("Statement", "", THROWS, ""),
          new Forwarder("PreparedStatement", "extends KeyedStatement ", THROWS, BINDERS),
          new Forwarder("CallableStatement", "extends KeyedPreparedStatement ", THROWS, CALLABLE),
          new Forwarder("ResultSet", "", THROWS, OBJECT + COLUMNS),
          new Forwarder("DatabaseMetaData", "", THROWS, RESULTS));

  /** Types of parameters that may change between being set and being bound. */
  private static final Set<String> MUTABLE =
      Set.of(
          "byte[]",
          "java.lang.Object",
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp",
          "java.util.Calendar");

  private final Table table;
  private final JavacTask task;
  private final int release;

  private JdbcForwarders(Table table, int release) {
    this.table = table;
    this.release = release;
    List<String> options = List.of("--release", Integer.toString(release));
    this.task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler().getTask(null, null, null, options, null, null);
  }

  public static void main(String[] args) throws IOException {
    Table table = Table.read(Path.of(args[1]));
    Map<Path, String> classes = new JdbcForwarders(table, Integer.parseInt(args[0])).generate();
    if (!table.problems().isEmpty()) {
      table.problems().forEach(System.err::println);
      System.exit(1);
    }
    Path directory = Path.of(args[2]).resolve(PACKAGE.replace('.', '/'));
    Files.createDirectories(directory);
    for (Map.Entry<Path, String> generated : classes.entrySet()) {
      Path file = directory.resolve(generated.getKey());
      // An unchanged file keeps its time, so that the incremental compiler has nothing to do.
      if (!Files.exists(file) || !Files.readString(file).equals(generated.getValue())) {
        Files.writeString(file, generated.getValue());
      }
    }
  }

  /** The file names and texts of all forwarding classes; what does not fit goes to the problems. */
  private Map<Path, String> generate() {
    Map<String, TypeElement> interfaces = new LinkedHashMap<>();
    for (Forwarder forwarder : FORWARDERS) {
      collect(task.getElements().getTypeElement("java.sql." + forwarder.type()), interfaces);
    }
    Map<String, ExecutableElement> methods = new LinkedHashMap<>();
    for (TypeElement type : interfaces.values()) {
      for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
        if (!method.getModifiers().contains(Modifier.STATIC)
            && !method.getModifiers().contains(Modifier.PRIVATE)) {
          methods.put(signature(type, method), method);
        }
      }
    }
    table.compareWith(methods, release);
    if (!table.problems().isEmpty()) {
      return Map.of();
    }
    Map<Path, String> classes = new LinkedHashMap<>();
    for (Forwarder forwarder : FORWARDERS) {
      classes.put(Path.of("Forwarding" + forwarder.type() + ".java"), classOf(forwarder, methods));
    }
    return classes;
  }

  private static void collect(TypeElement type, Map<String, TypeElement> interfaces) {
    for (TypeMirror parent : type.getInterfaces()) {
      collect((TypeElement) ((DeclaredType) parent).asElement(), interfaces);
    }
    interfaces.put(type.getQualifiedName().toString(), type);
  }

  private String signature(TypeElement type, ExecutableElement method) {
    Types types = task.getTypes();
    String parameters =
        method.getParameters().stream()
            .map(parameter -> simpleName(types.erasure(parameter.asType())))
            .collect(joining(","));
    return type.getSimpleName() + "." + method.getSimpleName() + "(" + parameters + ")";
  }

  private static String simpleName(TypeMirror type) {
    if (type.getKind() == TypeKind.ARRAY) {
      return simpleName(((ArrayType) type).getComponentType()) + "[]";
    }
    return type.getKind() == TypeKind.DECLARED
        ? ((DeclaredType) type).asElement().getSimpleName().toString()
        : type.toString();
  }

  private String classOf(Forwarder forwarder, Map<String, ExecutableElement> methods) {
    StringBuilder body = new StringBuilder();
    boolean refuses = false;
    // In the order of the table: the order of the interfaces differs from JDK to JDK.
    for (Line line : table.lines().values()) {
      ExecutableElement method = methods.get(line.method());
      if (method != null && line.method().startsWith(forwarder.type() + ".")) {
        body.append(method(forwarder, line, method));
        refuses |= line.kind() == Kind.REFUSED;
      }
    }
    String name = "java.sql." + forwarder.type();
    return """
        package %s;

        /** Generated from jdbc-methods.txt by JdbcForwarders.java. */
        @org.jspecify.annotations.NullUnmarked
        @SuppressWarnings({"deprecation", "removal"})
        abstract class Forwarding%s %simplements %s {
          /** The one physical object that this logical one stands on. */
          abstract %s delegate()%s;
        """
            .formatted(
                PACKAGE, forwarder.type(), forwarder.parent(), name, name, forwarder.unpinned())
        + (forwarder.members().isEmpty() ? "" : "\n  " + forwarder.members() + "\n")
        + (refuses ? "\n  abstract java.sql.SQLException refused(String method);\n" : "")
        + body
        + "}\n";
  }

  private static String method(Forwarder forwarder, Line line, ExecutableElement method) {
    boolean isDefault = method.isDefault();
    if (line.kind() == Kind.DEFAULT || (line.kind() == Kind.LOCAL && !isDefault)) {
      return "";
    }
    if (line.kind() == Kind.LOCAL) {
      // Abstract again: otherwise the default would answer for a method nobody has written.
      return "\n  @Override\n  public abstract " + declaration(method) + ";\n";
    }
    return "\n  @Override\n  public "
        + declaration(method)
        + " {\n    "
        + statement(forwarder, line, method)
        + "\n  }\n";
  }

  private static String statement(Forwarder forwarder, Line line, ExecutableElement method) {
    String call = method.getSimpleName() + "(" + passed(forwarder, method) + ")";
    return switch (line.kind()) {
      case PINNED ->
          (method.getReturnType().getKind() == TypeKind.VOID ? "" : "return ")
              + "delegate()."
              + call
              + ";";
      case RESULTS -> "return results(delegate()." + call + ");";
      case OBJECT -> "return object(delegate()." + call + ");";
      case PARAMETER ->
          snapshots(method)
              + keeping(forwarder, method)
              + "bind("
              + binding(forwarder, method)
              + ");";
      case TYPED ->
          snapshots(method)
              + keeping(forwarder, method)
              + "bindTyped("
              + binding(forwarder, method)
              + ");";
      case REGISTERED -> "register(" + binding(forwarder, method) + ");";
      case ONCE -> keeping(forwarder, method) + "bindOnce(" + binding(forwarder, method) + ");";
      case REFUSED -> "throw refused(\"" + line.method() + "\");";
      case LOCAL, DEFAULT -> throw new IllegalArgumentException(line.method());
    };
  }

  /**
   * Keeps the value itself beside the call that binds it, where a key may have to be found in it.
   */
  private static String keeping(Forwarder forwarder, ExecutableElement method) {
    if (!forwarder.type().equals("PreparedStatement")) {
      return "";
    }
    boolean isNull = method.getSimpleName().contentEquals("setNull");
    String value = isNull ? "null" : (isMutable(method, 1) ? "v1" : "a1");
    if (method.getSimpleName().contentEquals("setDate") && method.getParameters().size() == 3) {
      // Which day it is depends on the calendar: what is kept is then no value of a key.
      value = "a2 == null ? (Object) " + value + " : a2";
    }
    return "if (keepsValues()) {%n      keepValue(a0, %s);%n    }%n    ".formatted(value);
  }

  /** The arguments; the column of a getter goes through a check. */
  private static String passed(Forwarder forwarder, ExecutableElement method) {
    boolean getsColumn =
        forwarder.type().equals("ResultSet")
            && method.getSimpleName().toString().startsWith("get")
            && !method.getParameters().isEmpty();
    return getsColumn
        ? arguments(method, 0).replaceFirst("a0", "column(a0)")
        : arguments(method, 0);
  }

  /** Copies of the arguments that a caller might change before they are bound. */
  private static String snapshots(ExecutableElement method) {
    StringBuilder copies = new StringBuilder();
    for (int i = 1; i < method.getParameters().size(); i++) {
      if (isMutable(method, i)) {
        copies.append("var v%d = Snapshot.of(a%d);%n    ".formatted(i, i));
      }
    }
    return copies.toString();
  }

  private static boolean isMutable(ExecutableElement method, int index) {
    return MUTABLE.contains(method.getParameters().get(index).asType().toString());
  }

  private static String binding(Forwarder forwarder, ExecutableElement method) {
    String rest = method.getParameters().size() > 1 ? ", " + arguments(method, 1) : "";
    for (int i = 1; i < method.getParameters().size(); i++) {
      rest = isMutable(method, i) ? rest.replace("a" + i, "v" + i) : rest;
    }
    String target =
        forwarder.type().equals("PreparedStatement")
            ? "statement"
            : "((java.sql." + forwarder.type() + ") statement)";
    return "a0, (statement, index) -> "
        + "%s.%s(index%s)".formatted(target, method.getSimpleName(), rest);
  }

  private static String declaration(ExecutableElement method) {
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < method.getParameters().size(); i++) {
      parameters.add(method.getParameters().get(i).asType() + " a" + i);
    }
    String generics =
        method.getTypeParameters().stream()
            .map(JdbcForwarders::typeParameter)
            .collect(joining(", "));
    String thrown =
        method.getThrownTypes().stream().map(TypeMirror::toString).collect(joining(", "));
    return (generics.isEmpty() ? "" : "<" + generics + "> ")
        + "%s %s(%s)"
            .formatted(
                method.getReturnType(), method.getSimpleName(), String.join(", ", parameters))
        + (thrown.isEmpty() ? "" : " throws " + thrown);
  }

  private static String typeParameter(TypeParameterElement parameter) {
    return parameter
        + " extends "
        + parameter.getBounds().stream().map(TypeMirror::toString).collect(joining(" & "));
  }

  private static String arguments(ExecutableElement method, int from) {
    List<String> names = new ArrayList<>();
    for (int i = from; i < method.getParameters().size(); i++) {
      names.add("a" + i);
    }
    return String.join(", ", names);
  }

  private enum Kind {
    LOCAL,
    DEFAULT,
    PINNED,
    RESULTS,
    OBJECT,
    PARAMETER,
    TYPED,
    ONCE,
    REGISTERED,
    REFUSED
  }

  /**
   * One class to generate.
   *
   * @param type the simple name of its JDBC interface
   * @param parent its extends clause with a space behind it, or empty
   * @param unpinned the throws clause of {@code delegate()}, or empty
   * @param members what its methods call besides {@code delegate()}, or empty
   */
  private record Forwarder(String type, String parent, String unpinned, String members) {}

  /** One line of the table; {@code since} is 0 where the table names no release. */
  private record Line(int number, String method, Kind kind, int since) {}

  /** The classification, and what is wrong with it, in the order in which it was found. */
  private record Table(Path file, Map<String, Line> lines, List<String> problems) {
    private static final Pattern LINE =
        Pattern.compile("(\\w+\\.\\w+\\(\\S*\\)) (\\w+)(?: (\\d+))?");

    static Table read(Path file) throws IOException {
      Table table = new Table(file, new LinkedHashMap<>(), new ArrayList<>());
      List<String> texts = Files.readAllLines(file);
      for (int i = 0; i < texts.size(); i++) {
        if (!texts.get(i).isBlank() && !texts.get(i).startsWith("#")) {
          table.add(i + 1, texts.get(i));
        }
      }
      return table;
    }

    private void add(int number, String text) {
      Matcher matcher = LINE.matcher(text);
      if (!matcher.matches()) {
        problem(number, "not of the form METHOD KIND [SINCE]: " + text);
        return;
      }
      String method = matcher.group(1);
      int since = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
      for (Kind kind : Kind.values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(matcher.group(2))) {
          if (lines.putIfAbsent(method, new Line(number, method, kind, since)) != null) {
            problem(number, method + " is classified twice");
          }
          return;
        }
      }
      problem(number, method + " has the unknown kind " + matcher.group(2));
    }

    /** Compares the table with the methods that the interfaces have in {@code release}. */
    void compareWith(Map<String, ExecutableElement> methods, int release) {
      for (String method : methods.keySet()) {
        if (!lines.containsKey(method)) {
          problems.add(file + ": " + method + " is not classified");
        }
      }
      for (Line line : lines.values()) {
        ExecutableElement method = methods.get(line.method());
        if (method == null && line.since() <= release) {
          problem(line.number(), line.method() + " does not exist in Java " + release);
        } else if (method != null && line.since() > release) {
          problem(line.number(), line.method() + " exists in Java " + release + " already");
        } else if (method == null && line.kind() != Kind.DEFAULT) {
          problem(line.number(), line.method() + " is newer than Java " + release + ": default");
        } else if (method != null && !forwardable(line, method)) {
          problem(line.number(), line.method() + " cannot be " + line.kind());
        }
      }
    }

    /**
     * Whether the kind suits the method: nothing pinned may hand out a physical object of a type
     * that has a forwarding class, and types without one forward nothing.
     */
    private static boolean forwardable(Line line, ExecutableElement method) {
      if (line.kind() == Kind.LOCAL || line.kind() == Kind.DEFAULT) {
        return line.kind() == Kind.LOCAL || method.isDefault();
      }
      String result = method.getReturnType().toString();
      return FORWARDERS.stream().anyMatch(type -> line.method().startsWith(type.type() + "."))
          && (line.kind() != Kind.PINNED
              || FORWARDERS.stream().noneMatch(type -> result.equals("java.sql." + type.type())));
    }

    private void problem(int line, String text) {
      problems.add(file + ":" + line + ": " + text);
    }
  }
}
