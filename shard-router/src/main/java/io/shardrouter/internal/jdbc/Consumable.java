package io.shardrouter.internal.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLXML;
import org.jspecify.annotations.Nullable;

/** Tells parameter values that can be read only once. */
final class Consumable {
  private Consumable() {}

  static boolean is(@Nullable Object value) {
    return value instanceof InputStream
        || value instanceof Reader
        || value instanceof Blob
        || value instanceof Clob
        || value instanceof SQLXML;
  }
}
