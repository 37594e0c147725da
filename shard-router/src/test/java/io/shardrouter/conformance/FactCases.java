package io.shardrouter.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link DatabaseMetaData} tells. */
final class FactCases {
  /** They tell of the connection itself. */
  private static final Set<String> OTHERS = Set.of("getConnection", "getURL");

  private FactCases() {}

  /** A question whose answer is rows. */
  @FunctionalInterface
  private interface Question {
    ResultSet ask(DatabaseMetaData facts) throws SQLException;
  }

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    questions()
        .forEach(
            (name, question) -> {
              cases.add(
                  new Case(
                      "facts: " + name,
                      (c, seen) -> {
                        try (ResultSet rows = question.ask(c.getMetaData())) {
                          seen.columns(rows.getMetaData());
                          seen.see("type", rows::getType);
                          seen.rows(rows);
                        }
                      }));
              cases.add(
                  new Case(
                      "facts in a transaction: " + name,
                      (c, seen) -> {
                        c.setAutoCommit(false);
                        try (Statement s = c.createStatement();
                            ResultSet rows = question.ask(c.getMetaData())) {
                          seen.see("other", () -> s.executeQuery("select count(*) from things"));
                          c.commit();
                          seen.rows(rows);
                        }
                      }));
            });
    for (String start : List.of("a", "d", "get", "i", "l", "n", "o", "s", "u")) {
      cases.add(
          new Case(
              "plain facts that begin with " + start,
              (c, seen) -> plain(c.getMetaData(), start, seen)));
    }
    cases.add(
        new Case(
            "facts by number",
            (c, seen) -> {
              DatabaseMetaData facts = c.getMetaData();
              for (int type :
                  new int[] {
                    ResultSet.TYPE_FORWARD_ONLY,
                    ResultSet.TYPE_SCROLL_INSENSITIVE,
                    ResultSet.TYPE_SCROLL_SENSITIVE
                  }) {
                seen.see("type", () -> facts.supportsResultSetType(type));
                seen.see(
                    "updatable",
                    () -> facts.supportsResultSetConcurrency(type, ResultSet.CONCUR_UPDATABLE));
                seen.see("own", () -> facts.ownUpdatesAreVisible(type));
                seen.see("others", () -> facts.othersInsertsAreVisible(type));
                seen.see("detected", () -> facts.deletesAreDetected(type));
              }
              seen.see("isolation", () -> facts.supportsTransactionIsolationLevel(8));
              seen.see("holdability", () -> facts.supportsResultSetHoldability(1));
              seen.see("conversion", () -> facts.supportsConvert(Types.INTEGER, Types.VARCHAR));
            }));
    cases.add(
        new Case(
            "rows of facts beside statements",
            (c, seen) -> {
              try (ResultSet tables =
                  c.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
                while (tables.next()) {
                  String table = tables.getString("TABLE_NAME");
                  try (Statement s = c.createStatement();
                      ResultSet columns = c.getMetaData().getColumns(null, "public", table, "id")) {
                    seen.see(table, () -> columns);
                    seen.see("statement", () -> s.executeQuery("select 1"));
                  }
                }
              }
            }));
    cases.add(
        new Case(
            "the statement of rows of facts",
            (c, seen) -> {
              try (ResultSet tables = c.getMetaData().getTables(null, "public", "%", null)) {
                seen.see("none", () -> tables.getStatement() == null);
              }
            }));
    return cases;
  }

  private static void plain(DatabaseMetaData facts, String start, Observation seen) {
    Arrays.stream(DatabaseMetaData.class.getMethods())
        .filter(m -> m.getParameterCount() == 0 && m.getName().startsWith(start))
        .filter(m -> m.getReturnType() != ResultSet.class && !OTHERS.contains(m.getName()))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            m ->
                seen.see(
                    m.getName(),
                    () -> {
                      try {
                        return m.invoke(facts);
                      } catch (InvocationTargetException e) {
                        throw (Exception) e.getCause();
                      }
                    }));
  }

  private static Map<String, Question> questions() {
    Map<String, Question> all = new LinkedHashMap<>();
    all.put("tables", f -> f.getTables(null, "public", "%", null));
    all.put("tables of a type", f -> f.getTables(null, null, "n%", new String[] {"VIEW"}));
    all.put("tables of no schema", f -> f.getTables(null, "none", "%", null));
    all.put("columns", f -> f.getColumns(null, "public", "things", "%"));
    all.put("columns of every type", f -> f.getColumns(null, "public", "every_type", "c_%"));
    all.put("columns of odd names", f -> f.getColumns(null, null, "Odd Name", null));
    all.put("primary keys", f -> f.getPrimaryKeys(null, "public", "parts"));
    all.put("imported keys", f -> f.getImportedKeys(null, null, "parts"));
    all.put("exported keys", f -> f.getExportedKeys(null, null, "things"));
    all.put("cross reference", f -> f.getCrossReference(null, null, "things", null, null, "parts"));
    all.put("indexes", f -> f.getIndexInfo(null, null, "things", false, true));
    all.put("unique indexes", f -> f.getIndexInfo(null, null, "parts", true, false));
    all.put("best row identifier", f -> f.getBestRowIdentifier(null, null, "things", 0, true));
    all.put("version columns", f -> f.getVersionColumns(null, null, "things"));
    all.put("schemas", DatabaseMetaData::getSchemas);
    all.put("schemas by pattern", f -> f.getSchemas(null, "o%"));
    all.put("catalogs", DatabaseMetaData::getCatalogs);
    all.put("table types", DatabaseMetaData::getTableTypes);
    all.put("types", DatabaseMetaData::getTypeInfo);
    all.put("user types", f -> f.getUDTs(null, "public", "%", null));
    all.put("procedures", f -> f.getProcedures(null, "public", "%"));
    all.put("procedure columns", f -> f.getProcedureColumns(null, "public", "doubled", null));
    all.put("functions", f -> f.getFunctions(null, "public", "%"));
    all.put("function columns", f -> f.getFunctionColumns(null, "public", "in_out", null));
    all.put("table privileges", f -> f.getTablePrivileges(null, "public", "things"));
    all.put("column privileges", f -> f.getColumnPrivileges(null, "public", "things", "id"));
    all.put("client info properties", DatabaseMetaData::getClientInfoProperties);
    all.put("super types", f -> f.getSuperTypes(null, null, "%"));
    all.put("super tables", f -> f.getSuperTables(null, null, "%"));
    all.put("attributes", f -> f.getAttributes(null, null, "pair", "%"));
    all.put("pseudo columns", f -> f.getPseudoColumns(null, null, "things", "%"));
    return all;
  }
}
