package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.Set;

/**
 * Reads expressions by precedence ("Operator Precedence" in PostgreSQL's manual, and the list at
 * the head of its grammar).
 */
final class ExpressionReader {
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int IS = 4;
  private static final int COMPARISON = 5;
  private static final int IN = 6;
  private static final int OTHER = 7;
  private static final int ADDITION = 8;
  private static final int MULTIPLICATION = 9;
  private static final int POWER = 10;
  private static final int AT = 11;
  private static final int COLLATE = 12;
  private static final int SIGN = 13;

  private static final int LONGEST_CHAIN = 1000;
  private static final Set<String> COMPARISONS = Set.of("<", ">", "=", "<=", ">=", "<>", "!=");
  private static final Set<String> TESTS =
      Set.of("true", "false", "unknown", "null", "normalized", "document");

  private final Cursor cursor;
  private final PrimaryReader primary;

  ExpressionReader(Cursor cursor, QueryReader queries) {
    this.cursor = cursor;
    this.primary = new PrimaryReader(cursor, this, queries);
  }

  PrimaryReader primary() {
    return primary;
  }

  Expr expression() throws UnreadableException {
    return expression(OR);
  }

  /** The operand of BETWEEN or POSITION, which holds no AND and no IN of its own. */
  Expr restricted() throws UnreadableException {
    return expression(OTHER);
  }

  ImmutableList<Expr> list() throws UnreadableException {
    ImmutableList.Builder<Expr> list = ImmutableList.builder();
    do {
      list.add(expression());
    } while (cursor.skipSymbol(","));
    return list.build();
  }

  private Expr expression(int lowest) throws UnreadableException {
    cursor.deeper();
    int from = cursor.at();
    Expr left = prefix();
    int level = levelOfNext();
    int last = Integer.MAX_VALUE;
    int chained = 0;
    while (level >= lowest) {
      chained++;
      if (chained > LONGEST_CHAIN) {
        throw cursor.unreadable("it chains too many operators");
      }
      if (level == last && (level == IS || level == COMPARISON || level == IN)) {
        throw cursor.unreadable("what belongs together is not clear");
      }
      left = infix(from, left, level);
      last = level;
      level = levelOfNext();
    }
    cursor.higher();
    return left;
  }

  private Expr prefix() throws UnreadableException {
    int from = cursor.at();
    Token token = cursor.peek();
    if (cursor.skipWord("not")) {
      Expr operand = expression(NOT);
      return new Expr.Not(cursor.since(from), operand);
    }
    if (token.isOperator("+") || token.isOperator("-")) {
      cursor.next();
      return prefixed(from, token.value(), expression(SIGN));
    }
    if (token.is(Token.Kind.OPERATOR) && levelOf(token.value()) == OTHER) {
      cursor.next();
      return prefixed(from, token.value(), expression(OTHER + 1));
    }
    return primary.primary();
  }

  private Expr prefixed(int from, String operator, Expr operand) {
    return new Expr.Operation(cursor.since(from), operator, Optional.empty(), operand);
  }

  private static int levelOf(String operator) {
    if (COMPARISONS.contains(operator)) {
      return COMPARISON;
    }
    return switch (operator) {
      case "+", "-" -> ADDITION;
      case "*", "/", "%" -> MULTIPLICATION;
      case "^" -> POWER;
      default -> OTHER;
    };
  }

  private int levelOfNext() {
    Token token = cursor.peek();
    if (token.is(Token.Kind.OPERATOR)) {
      return levelOf(token.value());
    }
    return token.is(Token.Kind.WORD) ? levelOfWord(token) : 0;
  }

  private int levelOfWord(Token token) {
    return switch (token.value()) {
      case "or" -> OR;
      case "and" -> AND;
      case "is", "isnull", "notnull" -> IS;
      case "between", "in", "like", "ilike", "similar", "overlaps" -> IN;
      case "not" -> levelOfNegated();
      case "operator" -> cursor.peek(1).isSymbol("(") ? OTHER : 0;
      case "at" -> cursor.peek(1).isWord("time") ? AT : 0;
      case "collate" -> COLLATE;
      default -> 0;
    };
  }

  private int levelOfNegated() {
    Token next = cursor.peek(1);
    boolean negated =
        next.isWord("between")
            || next.isWord("in")
            || next.isWord("like")
            || next.isWord("ilike")
            || next.isWord("similar");
    return negated ? IN : 0;
  }

  private Expr infix(int from, Expr left, int level) throws UnreadableException {
    return switch (level) {
      case OR, AND -> junction(from, left, level);
      case IS -> test(from, left);
      case IN -> membership(from, left);
      case AT -> atTimeZone(from, left);
      case COLLATE -> {
        cursor.next();
        ImmutableList<Name> collation = cursor.dottedName();
        yield new Expr.Collated(cursor.since(from), left, collation);
      }
      default -> operation(from, left, level);
    };
  }

  private Expr junction(int from, Expr left, int level) throws UnreadableException {
    String word = level == OR ? "or" : "and";
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    parts.add(left);
    while (cursor.skipWord(word)) {
      parts.add(expression(level + 1));
    }
    return level == OR
        ? new Expr.Or(cursor.since(from), parts.build())
        : new Expr.And(cursor.since(from), parts.build());
  }

  private Expr test(int from, Expr left) throws UnreadableException {
    if (!cursor.skipWord("is")) {
      String word = cursor.next().value();
      return new Expr.Syntax(cursor.since(from), word, ImmutableList.of(left));
    }
    String negation = cursor.skipWord("not") ? "not " : "";
    if (cursor.skipWords("distinct", "from")) {
      Expr right = expression(IN);
      String word = "is " + negation + "distinct from";
      return new Expr.Syntax(cursor.since(from), word, ImmutableList.of(left, right));
    }
    Token token = cursor.next();
    if (!token.is(Token.Kind.WORD) || !TESTS.contains(token.value())) {
      throw cursor.unreadable("this test is not read");
    }
    String word = "is " + negation + token.value();
    return new Expr.Syntax(cursor.since(from), word, ImmutableList.of(left));
  }

  private Expr atTimeZone(int from, Expr left) throws UnreadableException {
    cursor.next();
    cursor.expectWord("time");
    cursor.expectWord("zone");
    Expr zone = expression(AT + 1);
    return new Expr.Syntax(cursor.since(from), "at time zone", ImmutableList.of(left, zone));
  }

  private Expr membership(int from, Expr left) throws UnreadableException {
    boolean negated = cursor.skipWord("not");
    String word = cursor.next().value();
    return switch (word) {
      case "in" -> in(from, left, negated);
      case "between" -> between(from, left, negated);
      case "overlaps" -> {
        Expr right = expression(OTHER);
        yield new Expr.Syntax(cursor.since(from), word, ImmutableList.of(left, right));
      }
      default -> like(from, left, negated, word);
    };
  }

  private Expr in(int from, Expr left, boolean negated) throws UnreadableException {
    Optional<Query> query = primary.queryInParentheses();
    if (query.isPresent()) {
      return new Expr.InQuery(cursor.since(from), left, negated, query.get());
    }
    cursor.expectSymbol("(");
    ImmutableList<Expr> items = list();
    cursor.expectSymbol(")");
    return new Expr.In(cursor.since(from), left, negated, items);
  }

  private Expr between(int from, Expr left, boolean negated) throws UnreadableException {
    boolean symmetric = cursor.skipWord("symmetric");
    if (!symmetric) {
      cursor.skipWord("asymmetric");
    }
    String word = negated ? "not between" : symmetric ? "between symmetric" : "between";
    Expr low = restricted();
    cursor.expectWord("and");
    Expr high = expression(OTHER);
    return new Expr.Syntax(cursor.since(from), word, ImmutableList.of(left, low, high));
  }

  private Expr like(int from, Expr left, boolean negated, String word) throws UnreadableException {
    if (word.equals("similar")) {
      cursor.expectWord("to");
    }
    String operator = (negated ? "not " : "") + word;
    if (isQuantifier()) {
      return quantified(from, left, operator);
    }
    ImmutableList.Builder<Expr> parts = ImmutableList.builder();
    parts.add(left, expression(OTHER));
    if (cursor.skipWord("escape")) {
      parts.add(expression(OTHER));
    }
    return new Expr.Syntax(cursor.since(from), operator, parts.build());
  }

  private Expr operation(int from, Expr left, int level) throws UnreadableException {
    String operator = operator();
    if (isQuantifier()) {
      return quantified(from, left, operator);
    }
    Expr right = expression(level + 1);
    return new Expr.Operation(cursor.since(from), operator, Optional.of(left), right);
  }

  private String operator() throws UnreadableException {
    if (!cursor.skipWord("operator")) {
      return cursor.next().value();
    }
    cursor.expectSymbol("(");
    StringBuilder name = new StringBuilder("OPERATOR(");
    while (!cursor.symbol(")")) {
      Token token = cursor.peek();
      if (!token.isName() && !token.is(Token.Kind.OPERATOR) && !token.isSymbol(".")) {
        throw cursor.unreadable("an operator was expected");
      }
      name.append(cursor.next().value());
    }
    cursor.expectSymbol(")");
    return name.append(')').toString();
  }

  private boolean isQuantifier() {
    boolean word = cursor.word("any") || cursor.word("some") || cursor.word("all");
    return word && cursor.peek(1).isSymbol("(");
  }

  private Expr quantified(int from, Expr left, String operator) throws UnreadableException {
    boolean all = cursor.next().value().equals("all");
    Optional<Query> query = primary.queryInParentheses();
    if (query.isPresent()) {
      return new Expr.QuantifiedQuery(cursor.since(from), left, operator, all, query.get());
    }
    cursor.expectSymbol("(");
    Expr array = expression();
    cursor.expectSymbol(")");
    return new Expr.Quantified(cursor.since(from), left, operator, all, array);
  }
}
