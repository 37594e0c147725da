package io.shardrouter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * PostgreSQL's rules for identifiers (manual, section 4.1.1): unquoted ones are folded to lower
 * case, in ASCII only as a UTF-8 server does; in quoted ones {@code ""} stands for a quote.
 */
final class SqlIdentifier {
  private static final int MAX_BYTES = 63;
  private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[a-z_][a-z0-9_$]*");

  private SqlIdentifier() {}

  /** One identifier without dots, folded. */
  static String parse(String text) {
    List<String> parts = parseDotted(text);
    if (parts.size() != 1) {
      throw new ConfigurationException(
          "\"" + text + "\" has " + parts.size() + " parts; write the column's name alone");
    }
    return parts.get(0);
  }

  /** The parts between the dots, folded; at least one. */
  static List<String> parseDotted(String text) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder part = new StringBuilder();
      at =
          at < text.length() && text.charAt(at) == '"'
              ? readQuoted(text, at + 1, part)
              : readPlain(text, at, part);
      parts.add(checked(part.toString(), text));
      if (at == text.length()) {
        return parts;
      }
      if (text.charAt(at) != '.') {
        throw notAnIdentifier(text);
      }
      at++;
    }
  }

  /** In double quotes, whatever it holds. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Without quotes where folding would leave it as it is. */
  static String plain(String name) {
    return NEEDS_NO_QUOTES.matcher(name).matches() ? name : quote(name);
  }

  private static int readQuoted(String text, int from, StringBuilder part) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        part.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        part.append('"');
        at++;
      } else {
        return at;
      }
    }
    throw notAnIdentifier(text);
  }

  private static int readPlain(String text, int from, StringBuilder part) {
    int at = from;
    while (at < text.length() && isPlain(text.charAt(at), at == from)) {
      char c = text.charAt(at++);
      part.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return at;
  }

  private static boolean isPlain(char c, boolean first) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > 0x7F;
    return letter || (!first && ((c >= '0' && c <= '9') || c == '$'));
  }

  private static String checked(String part, String text) {
    if (part.isEmpty() || part.indexOf('\0') >= 0) {
      throw notAnIdentifier(text);
    }
    if (part.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new ConfigurationException(
          "\"" + text + "\" is longer than the " + MAX_BYTES + " bytes PostgreSQL keeps of a name");
    }
    return part;
  }

  private static ConfigurationException notAnIdentifier(String text) {
    return new ConfigurationException(
        "\"" + text + "\" is no SQL name; write it as in SQL: users, app.users or \"Mixed Case\"");
  }
}
