package io.shardrouter.differential;

/** How a database orders texts by default. */
public enum Collating {
  /** Byte by byte, as {@code C} does. */
  BYTES(""),
  /** As a dictionary does. */
  ENGLISH("template template0 locale_provider icu icu_locale 'en-US'");

  private final String options;

  Collating(String options) {
    this.options = options;
  }

  /** What CREATE DATABASE is told. */
  String options() {
    return options;
  }
}
