package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableList;
import java.util.Set;

/** Reads types. */
final class TypeReader {
  private static final Set<String> TIMES = Set.of("time", "timestamp");
  private static final Set<String> FIELDS =
      Set.of("year", "month", "day", "hour", "minute", "second");

  private final Cursor cursor;

  TypeReader(Cursor cursor) {
    this.cursor = cursor;
  }

  TypeName type() throws UnreadableException {
    int from = cursor.at();
    if (cursor.word("setof")) {
      throw cursor.unreadable("SETOF is not read");
    }
    ImmutableList<String> names = names();
    boolean modified = modifier();
    if (TIMES.contains(names.get(0)) && names.size() == 1) {
      names = ImmutableList.of(names.get(0) + zone());
    }
    if (names.get(0).equals("interval") && names.size() == 1) {
      modified |= intervalFields();
    }
    boolean array = false;
    while (cursor.symbol("[")) {
      cursor.next();
      if (cursor.peek().is(Token.Kind.NUMBER)) {
        cursor.next();
      }
      cursor.expectSymbol("]");
      array = true;
    }
    if (cursor.skipWord("array")) {
      array = true;
      if (cursor.symbol("[")) {
        throw cursor.unreadable("this array type is not read");
      }
    }
    return new TypeName(cursor.since(from), names, modified, array);
  }

  private ImmutableList<String> names() throws UnreadableException {
    Token first = cursor.peek();
    if (first.isWord("double") && cursor.peek(1).isWord("precision")) {
      return words(2);
    }
    boolean varies = first.isWord("character") || first.isWord("char") || first.isWord("bit");
    if (varies && cursor.peek(1).isWord("varying")) {
      return words(2);
    }
    if (first.isWord("national") || Keywords.RESERVED.contains(first.value())) {
      throw cursor.unreadable("a type was expected");
    }
    ImmutableList.Builder<String> names = ImmutableList.builder();
    names.add(cursor.label().value());
    while (cursor.symbol(".")) {
      cursor.next();
      names.add(cursor.label().value());
    }
    return names.build();
  }

  private ImmutableList<String> words(int count) {
    StringBuilder name = new StringBuilder(cursor.next().value());
    for (int i = 1; i < count; i++) {
      name.append(' ').append(cursor.next().value());
    }
    return ImmutableList.of(name.toString());
  }

  /** {@code (10)} or {@code (10, 2)}. */
  private boolean modifier() throws UnreadableException {
    if (!cursor.skipSymbol("(")) {
      return false;
    }
    do {
      if (!cursor.peek().is(Token.Kind.NUMBER)) {
        throw cursor.unreadable("a number was expected");
      }
      cursor.next();
    } while (cursor.skipSymbol(","));
    cursor.expectSymbol(")");
    return true;
  }

  private String zone() throws UnreadableException {
    boolean with = cursor.word("with") && cursor.peek(1).isWord("time");
    boolean without = cursor.word("without") && cursor.peek(1).isWord("time");
    if (!with && !without) {
      return "";
    }
    String word = cursor.next().value();
    cursor.expectWord("time");
    cursor.expectWord("zone");
    return " " + word + " time zone";
  }

  /** {@code day}, {@code hour to second} and the like. */
  boolean intervalFields() throws UnreadableException {
    if (!cursor.peek().is(Token.Kind.WORD) || !FIELDS.contains(cursor.peek().value())) {
      return false;
    }
    cursor.next();
    if (cursor.skipWord("to")) {
      cursor.label();
    }
    modifier();
    return true;
  }
}
