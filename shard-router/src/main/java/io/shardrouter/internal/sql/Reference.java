package io.shardrouter.internal.sql;

/** What a name in an expression means. */
sealed interface Reference {
  /** A column. */
  record To(Attribute attribute) implements Reference {}

  /** A column of a FULL JOIN with USING, which is either side's. */
  record Merged(Attribute left, Attribute right) implements Reference {}

  /** All of a row, as one value. */
  record WholeRow(Source source) implements Reference {}

  /** A column that every table has: ctid and the like. */
  record OfSystem(String name) implements Reference {}

  /** The name of something that is selected. */
  record Label() implements Reference {}

  /** Perhaps a column of something whose columns are not known. */
  record Open() implements Reference {}

  /** Not found, or several were. */
  record Unresolved() implements Reference {}
}
