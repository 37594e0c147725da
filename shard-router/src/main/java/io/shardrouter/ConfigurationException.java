package io.shardrouter;

/**
 * The configuration is wrong or contradicts itself. The message names the source (file and line
 * where there is one), what is wrong, and what would be right; it never holds a password.
 */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message source, fault, and remedy
   */
  public ConfigurationException(String message) {
    super(message);
  }

  /**
   * @param message source, fault, and remedy
   * @param cause the failure behind it
   */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
