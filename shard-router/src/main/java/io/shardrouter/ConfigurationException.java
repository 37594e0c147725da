package io.shardrouter;

/**
 * The configuration is wrong or contradicts itself. The message names the source (file and line
 * where there is one), the setting, what is wrong, and what would be right; it never holds a
 * password.
 */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String setting;

  /**
   * @param message source, fault, and remedy
   */
  public ConfigurationException(String message) {
    super(message);
    this.setting = "";
  }

  /**
   * @param message source, fault, and remedy
   * @param cause the failure behind it
   */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
    this.setting = "";
  }

  private ConfigurationException(String setting, String message) {
    super(message);
    this.setting = setting;
  }

  /**
   * A fault of one setting.
   *
   * @param setting its path, like {@code groups.user.layout} or {@code shards[id=1].url}
   * @param fault what is wrong, and what would be right
   */
  public static ConfigurationException of(String setting, String fault) {
    return new ConfigurationException(setting, setting + ": " + fault);
  }

  /**
   * The same fault, with the place it was read from.
   *
   * @param source where it stands, like {@code shards.yaml:12}
   */
  public ConfigurationException in(String source) {
    return new ConfigurationException(setting, source + ": " + getMessage());
  }

  /** The path of the setting at fault; empty where the fault is not one setting's. */
  public String setting() {
    return setting;
  }
}
