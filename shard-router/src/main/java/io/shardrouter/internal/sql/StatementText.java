package io.shardrouter.internal.sql;

import io.shardrouter.internal.sql.syntax.SqlText;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * What a scan of a text tells. The scan is lexical, by the driver's own splitter, so that both see
 * the same statements.
 *
 * @param conduct how the text travels with its guard
 * @param endsGuards whether a guard taken before it may be gone after it
 * @param leavesState whether it may leave something in the session that another one lacks
 * @param offender the words that made the text {@link Conduct#REFUSED}, else empty
 * @param parameters how many question marks stand for parameters where the text is prepared
 */
public record StatementText(
    Conduct conduct, boolean endsGuards, boolean leavesState, String offender, int parameters) {

  private static final StatementText NOTHING =
      new StatementText(Conduct.UNGUARDED, false, false, "", 0);
  private static final Set<String> CONTROL =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT");
  private static final Set<String> WITHOUT_ROWS =
      Set.of("SET", "RESET", "SHOW", "LISTEN", "UNLISTEN", "NOTIFY", "DISCARD", "DEALLOCATE");
  private static final Set<String> IN_BLOCK = Set.of("CALL", "DO", "COPY");
  private static final Set<String> STATEFUL =
      Set.of("RESET", "LISTEN", "UNLISTEN", "DISCARD", "DEALLOCATE", "LOAD", "PREPARE");
  private static final Set<String> OF_TRANSACTION = Set.of("LOCAL", "TRANSACTION", "CONSTRAINTS");
  private static final Set<String> TEMPORARY = Set.of("TEMP", "TEMPORARY", "PG_TEMP");
  private static final Set<String> STATEFUL_CALLS =
      Set.of(
          "SET_CONFIG",
          "PG_ADVISORY_LOCK",
          "PG_ADVISORY_LOCK_SHARED",
          "PG_TRY_ADVISORY_LOCK",
          "PG_TRY_ADVISORY_LOCK_SHARED");

  /**
   * Scans {@code sql}.
   *
   * @param standardStrings the session's {@code standard_conforming_strings}
   * @throws SQLException where the driver cannot split the text
   */
  public static StatementText scan(String sql, boolean standardStrings) throws SQLException {
    List<NativeQuery> statements =
        Parser.parseJdbcSql(sql, standardStrings, true, true, false, false);
    if (statements.isEmpty()) {
      return NOTHING;
    }
    List<StatementText> parts =
        statements.stream().map(s -> ofOne(Words.of(s.nativeSql, standardStrings))).toList();
    int parameters = statements.stream().mapToInt(s -> s.bindPositions.length).sum();
    return (parts.size() == 1 ? parts.get(0) : ofMany(parts)).with(parameters);
  }

  /** Whether the driver finds the parameters of one statement where its reader found them. */
  static boolean sameParameters(SqlText text) {
    try {
      List<NativeQuery> statements =
          Parser.parseJdbcSql(text.text(), true, true, false, false, false);
      String numbered = text.numbered();
      return statements.size() == 1
          && statements.get(0).nativeSql.startsWith(numbered)
          && statements.get(0).nativeSql.indexOf('$', numbered.length()) < 0;
    } catch (SQLException e) {
      return false;
    }
  }

  private StatementText with(int parameterCount) {
    return new StatementText(conduct, endsGuards, leavesState, offender, parameterCount);
  }

  private static StatementText ofMany(List<StatementText> parts) {
    boolean leavesState = parts.stream().anyMatch(StatementText::leavesState);
    for (StatementText part : parts) {
      if (part.conduct == Conduct.REFUSED) {
        return part;
      }
      if (part.endsGuards) {
        return refused("transaction control among other statements of one text");
      }
    }
    return new StatementText(Conduct.BLOCK, false, leavesState, "", 0);
  }

  private static StatementText ofOne(Words words) {
    String first = words.at(0);
    if (first.isEmpty() && !words.hasSymbols()) {
      return NOTHING;
    }
    if (CONTROL.contains(first) || isPrepareTransaction(words)) {
      return new StatementText(Conduct.UNGUARDED, true, false, "", 0);
    }
    if (WITHOUT_ROWS.contains(first)) {
      return new StatementText(Conduct.UNGUARDED, false, leavesState(words), "", 0);
    }
    if (cannotRunInBlock(words)) {
      return refused(first + " outside a transaction block");
    }
    Conduct conduct = IN_BLOCK.contains(first) ? Conduct.BLOCK : Conduct.PIPELINED;
    return new StatementText(conduct, false, leavesState(words), "", 0);
  }

  private static StatementText refused(String offender) {
    return new StatementText(Conduct.REFUSED, false, false, offender, 0);
  }

  private static boolean isPrepareTransaction(Words words) {
    return words.at(0).equals("PREPARE") && words.at(1).equals("TRANSACTION");
  }

  private static boolean leavesState(Words words) {
    String first = words.at(0);
    String second = words.at(1);
    return switch (first) {
      case "SET" -> !OF_TRANSACTION.contains(second);
      case "DECLARE" -> words.contains("HOLD");
      case "CREATE" -> createsTemporary(words) || callsStateful(words);
      case "SELECT", "WITH" ->
          words.contains("INTO", "TEMP")
              || words.contains("INTO", "TEMPORARY")
              || callsStateful(words);
      default -> STATEFUL.contains(first) || callsStateful(words);
    };
  }

  private static boolean createsTemporary(Words words) {
    boolean dropped = words.contains("COMMIT", "DROP");
    return !dropped && TEMPORARY.stream().anyMatch(words::contains);
  }

  private static boolean callsStateful(Words words) {
    return STATEFUL_CALLS.stream().anyMatch(words::contains);
  }

  /** The commands that PostgreSQL refuses inside a transaction block. */
  private static boolean cannotRunInBlock(Words words) {
    String second = words.at(1);
    return switch (words.at(0)) {
      case "VACUUM" -> true;
      case "CLUSTER" -> words.count() == 1 || (words.count() == 2 && second.equals("VERBOSE"));
      case "REINDEX" ->
          words.contains("CONCURRENTLY") || words.contains("DATABASE") || words.contains("SYSTEM");
      case "CREATE", "DROP" ->
          Set.of("DATABASE", "TABLESPACE", "SUBSCRIPTION").contains(second)
              || (words.contains("CONCURRENTLY") && words.contains("INDEX"));
      case "ALTER" ->
          Set.of("SYSTEM", "SUBSCRIPTION").contains(second)
              || (second.equals("DATABASE") && words.contains("TABLESPACE"))
              || (second.equals("TABLE") && words.contains("CONCURRENTLY"));
      default -> false;
    };
  }
}
