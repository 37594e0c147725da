package io.shardrouter.internal.config;

import io.shardrouter.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The driver's URLs: which of them would break the router, and how to print one. */
public final class ShardUrl {
  private static final String PREFIX = "jdbc:postgresql:";
  private static final Pattern SECRET =
      Pattern.compile("pass|pwd|secret|token|credential", Pattern.CASE_INSENSITIVE);
  private static final Pattern USER_INFO = Pattern.compile("//[^/?]*@");
  private static final Set<String> PRIMARY = Set.of("primary", "master");

  private ShardUrl() {}

  /** The driver takes it, and it opens ordinary sessions. */
  public static void check(String setting, String url) {
    Properties properties = parsed(setting, url);
    if (PGProperty.REPLICATION.getOrDefault(properties) != null) {
      throw ConfigurationException.of(
          setting, "replication= opens sessions that run no ordinary SQL; leave it out");
    }
  }

  /** It leaves the guard's locks alone, and reaches the server that enforces them. */
  static void checkGuarded(String setting, String url) {
    Properties properties = parsed(setting, url);
    String autosave = PGProperty.AUTOSAVE.getOrDefault(properties);
    if (autosave != null && !autosave.equalsIgnoreCase("never")) {
      throw ConfigurationException.of(
          setting,
          "autosave="
              + autosave
              + " makes the driver roll back to savepoints, which releases the guard's locks;"
              + " leave it out, or set guard: off");
    }
    String threshold = PGProperty.PREPARE_THRESHOLD.getOrDefault(properties);
    if (threshold != null && threshold.startsWith("-")) {
      throw ConfigurationException.of(
          setting,
          "prepareThreshold="
              + threshold
              + " makes the driver part each statement from its guard; leave it out, or set guard:"
              + " off");
    }
    String target = PGProperty.TARGET_SERVER_TYPE.getOrDefault(properties);
    String type = target == null ? "any" : target.toLowerCase(Locale.ROOT);
    boolean severalHosts =
        String.valueOf(PGProperty.PG_HOST.getOrDefault(properties)).contains(",");
    if (!PRIMARY.contains(type) && (severalHosts || !type.equals("any"))) {
      throw ConfigurationException.of(
          setting,
          "targetServerType="
              + type
              + " may reach a standby, where the guard's locks bind nobody; add"
              + " targetServerType=primary, or set guard: off");
    }
  }

  /** The URL with {@code ***} for whatever may be a secret. */
  public static String masked(String url) {
    int query = url.indexOf('?');
    String address =
        USER_INFO.matcher(query < 0 ? url : url.substring(0, query)).replaceAll("//***@");
    if (query < 0) {
      return address;
    }
    return Arrays.stream(url.substring(query + 1).split("&", -1))
        .map(ShardUrl::maskedParameter)
        .collect(Collectors.joining("&", address + "?", ""));
  }

  /** What has no {@code =} may be the rest of a password that holds an unescaped {@code &}. */
  private static String maskedParameter(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0) {
      return "***";
    }
    String name = parameter.substring(0, equals);
    return SECRET.matcher(name).find() ? name + "=***" : parameter;
  }

  private static Properties parsed(String setting, String url) {
    Properties properties = url.startsWith(PREFIX) ? Driver.parseURL(url, null) : null;
    if (properties == null) {
      throw ConfigurationException.of(
          setting,
          masked(url)
              + " is no URL of the PostgreSQL driver; write jdbc:postgresql://host:5432/db");
    }
    return properties;
  }
}
