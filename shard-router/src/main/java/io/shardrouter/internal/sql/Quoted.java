package io.shardrouter.internal.sql;

/** Names as they stand in SQL, in quotes. */
final class Quoted {
  private Quoted() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String name(Catalog.QualifiedName name) {
    return name(name.schema()) + "." + name(name.name());
  }
}
