package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expands {@code ${NAME}} and {@code ${NAME:default}} from the environment, once: what a variable
 * or a default holds is not expanded again. {@code $$} is a dollar sign; so is one before anything
 * else than a brace.
 */
final class Placeholders {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Function<String, @Nullable String> environment;

  Placeholders(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * The text with its variables filled in.
   *
   * @param setting the path to name in errors, which never hold the text: it may be a password
   */
  String expand(String setting, String text) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '$' || at + 1 == text.length()) {
        result.append(c);
        at++;
      } else if (text.charAt(at + 1) == '$') {
        result.append('$');
        at += 2;
      } else if (text.charAt(at + 1) == '{') {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw ConfigurationException.of(
              setting, "has a ${ without its }; close it, or write $${ for the text itself");
        }
        result.append(value(setting, text.substring(at + 2, end)));
        at = end + 1;
      } else {
        result.append(c);
        at++;
      }
    }
    return result.toString();
  }

  private String value(String setting, String body) {
    int colon = body.indexOf(':');
    String name = colon < 0 ? body : body.substring(0, colon);
    if (!NAME.matcher(name).matches()) {
      throw ConfigurationException.of(
          setting,
          "has a ${} without a variable's name; write ${NAME} or ${NAME:default}, or $${ for the"
              + " text itself");
    }
    String value = environment.apply(name);
    if (value != null) {
      return value;
    }
    if (colon < 0) {
      throw ConfigurationException.of(
          setting,
          "the environment variable %s is not set; set it, or write ${%s:default}"
              .formatted(name, name));
    }
    return body.substring(colon + 1);
  }
}
