package io.shardrouter.testing;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The superuser of every server of this JVM, with a password that no other JVM knows. */
record Superuser(String name, String password) {

  static final Superuser INSTANCE = new Superuser("postgres", randomPassword());

  private static String randomPassword() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return name;
  }
}
