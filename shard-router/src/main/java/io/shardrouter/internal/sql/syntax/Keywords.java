package io.shardrouter.internal.sql.syntax;

import com.google.common.collect.ImmutableSet;

/** The keywords of PostgreSQL 14 to 18 that are no names everywhere (its manual, appendix C). */
final class Keywords {
  /** Names of nothing. */
  static final ImmutableSet<String> RESERVED =
      words(
          "all analyse analyze and any array as asc asymmetric both case cast check collate column"
              + " constraint create current_catalog current_date current_role current_time"
              + " current_timestamp current_user default deferrable desc distinct do else end"
              + " except false fetch for foreign from grant group having in initially intersect"
              + " into lateral leading limit localtime localtimestamp not null offset on only or"
              + " order placing primary references returning select session_user some symmetric"
              + " system_user table then to trailing true union unique user using variadic when"
              + " where window with");

  /** Names of functions and types alone. */
  static final ImmutableSet<String> FUNCTION_NAMES =
      words(
          "authorization binary collation concurrently cross current_schema freeze full ilike"
              + " inner is isnull join left like natural notnull outer overlaps right similar"
              + " tablesample verbose");

  /** No labels without AS. */
  static final ImmutableSet<String> LABELS_WITH_AS =
      words(
          "array as char character create day except fetch filter for from grant group having"
              + " hour intersect into isnull limit minute month notnull offset on order over"
              + " overlaps precision returning second to union varying where window with within"
              + " without year");

  /** Values of the session, written without parentheses. */
  static final ImmutableSet<String> SESSION_VALUES =
      words(
          "current_date current_time current_timestamp localtime localtimestamp current_role"
              + " current_user session_user user current_catalog current_schema system_user");

  /** Functions whose arguments are separated by commas, and that no schema defines. */
  static final ImmutableSet<String> PLAIN_SYNTAX = words("coalesce greatest least nullif grouping");

  /** Begin what only a grammar of its own could read. */
  static final ImmutableSet<String> UNREAD_SYNTAX =
      words(
          "normalize treat xmlconcat xmlelement xmlexists xmlforest xmlparse xmlpi xmlroot"
              + " xmlserialize xmltable xmlattributes json json_array json_arrayagg json_exists"
              + " json_object json_objectagg json_query json_scalar json_serialize json_table"
              + " json_value merge_action");

  private Keywords() {}

  private static ImmutableSet<String> words(String list) {
    return ImmutableSet.copyOf(list.split(" "));
  }
}
