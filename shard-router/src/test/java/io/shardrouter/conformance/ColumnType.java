package io.shardrouter.conformance;

import java.util.List;

/**
 * A type of PostgreSQL and a value of it.
 *
 * @param column the column of {@code every_type} that has it
 * @param type as SQL writes it
 * @param literal a value, as SQL writes it without the quotes
 */
record ColumnType(String column, String type, String literal) {
  static final List<ColumnType> ALL =
      List.of(
          new ColumnType("c_bool", "boolean", "true"),
          new ColumnType("c_int2", "smallint", "-7"),
          new ColumnType("c_int4", "integer", "2147483647"),
          new ColumnType("c_int8", "bigint", "9223372036854775807"),
          new ColumnType("c_numeric", "numeric(20,4)", "1234567890123.4500"),
          new ColumnType("c_numeric_any", "numeric", "1e30"),
          new ColumnType("c_nan", "numeric", "NaN"),
          new ColumnType("c_float4", "real", "1.1"),
          new ColumnType("c_float8", "double precision", "-2.5e-10"),
          new ColumnType("c_infinite", "double precision", "Infinity"),
          new ColumnType("c_money", "money", "12.34"),
          new ColumnType("c_text", "text", "häuser 家"),
          new ColumnType("c_number_text", "text", "42"),
          new ColumnType("c_varchar", "varchar(20)", "some words"),
          new ColumnType("c_char", "char(5)", "ab"),
          new ColumnType("c_name", "name", "a_name"),
          new ColumnType("c_bytea", "bytea", "\\x00ff10"),
          new ColumnType("c_date", "date", "2024-02-29"),
          new ColumnType("c_far_date", "date", "infinity"),
          new ColumnType("c_time", "time", "13:14:15.123456"),
          new ColumnType("c_timetz", "timetz", "13:14:15.5+02"),
          new ColumnType("c_timestamp", "timestamp", "2024-03-31 02:30:00.000001"),
          new ColumnType("c_timestamptz", "timestamptz", "2024-10-27 01:30:00.5+00"),
          new ColumnType("c_bc", "timestamp", "0044-03-15 12:00:00 BC"),
          new ColumnType("c_interval", "interval", "1 year 2 mons 3 days 04:05:06.7"),
          new ColumnType("c_uuid", "uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
          new ColumnType("c_json", "json", "{\"a\": [1, null]}"),
          new ColumnType("c_jsonb", "jsonb", "{\"b\": \"x\"}"),
          new ColumnType("c_xml", "xml", "<a><b/></a>"),
          new ColumnType("c_ints", "integer[]", "{1,NULL,3}"),
          new ColumnType("c_texts", "text[]", "{a,\"b c\",NULL,\"NULL\"}"),
          new ColumnType("c_matrix", "numeric[]", "{{1.5,2},{3,4}}"),
          new ColumnType("c_uuids", "uuid[]", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}"),
          new ColumnType("c_mood", "mood", "happy"),
          new ColumnType("c_moods", "mood[]", "{happy,sad}"),
          new ColumnType("c_pair", "pair", "(1,two)"),
          new ColumnType("c_domain", "short_text", "abc"),
          new ColumnType("c_point", "point", "(1,2)"),
          new ColumnType("c_box", "box", "(3,4),(1,2)"),
          new ColumnType("c_inet", "inet", "192.168.0.1/24"),
          new ColumnType("c_macaddr", "macaddr", "08:00:2b:01:02:03"),
          new ColumnType("c_bit1", "bit(1)", "1"),
          new ColumnType("c_bit", "bit(4)", "1010"),
          new ColumnType("c_varbit", "bit varying(8)", "101"),
          new ColumnType("c_range", "int4range", "[1,5)"),
          new ColumnType("c_tsvector", "tsvector", "'fat':1 'rat':2"),
          new ColumnType("c_oid", "oid", "4000000000"),
          new ColumnType("c_regclass", "regclass", "things"));

  @Override
  public String toString() {
    return column.substring(2);
  }
}
